// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, good and bad ones, without the library that reads them. */
final class Tokens {
    private Tokens() {}

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hmac(String header, String claims, byte[] secret) {
        String signed = base64(header) + "." + base64(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(String header, String claims, PrivateKey key, String algorithm) {
        String signed = base64(header) + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsa(int bits) {
        return pair("RSA", generator -> generator.initialize(bits));
    }

    static KeyPair ec(String curve) {
        return pair("EC", generator -> generator.initialize(new ECGenParameterSpec(curve)));
    }

    private interface Setup {
        void prepare(KeyPairGenerator generator) throws GeneralSecurityException;
    }

    private static KeyPair pair(String algorithm, Setup setup) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            setup.prepare(generator);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
