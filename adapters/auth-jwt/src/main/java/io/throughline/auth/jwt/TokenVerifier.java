// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.throughline.api.spi.Authentication;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/** Decides on one token: its form, its algorithm, its signature, then its claims. */
final class TokenVerifier {
    /** What is longer is not read; a token of a few claims has less than 2,000. */
    static final int MAX_LENGTH = 16 * 1024;

    private final LocalKeys keys;
    private final ClaimRules rules;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    TokenVerifier(LocalKeys keys, ClaimRules rules) {
        this.keys = keys;
        this.rules = rules;
        processor.setJWSKeySelector(keys);
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // the claims are judged by the rules, on the clock that was given
        processor.setJWTClaimsSetVerifier(null);
    }

    Authentication verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return Authentication.refused("the token is longer than " + MAX_LENGTH + " characters");
        }
        SignedJWT signed = parsed(token);
        if (signed == null) {
            return Authentication.refused("this is no signed token in the compact form");
        }
        JWSHeader header = signed.getHeader();
        if (!keys.allows(header.getAlgorithm())) {
            return Authentication.refused("the token's algorithm is not one of " + keys);
        }
        try {
            return rules.judge(processor.process(signed, null));
        } catch (BadJWSException e) {
            return Authentication.refused("the token's signature is not that of its key");
        } catch (KeySourceException e) {
            return Authentication.refused("the keys could not be read");
        } catch (BadJOSEException e) {
            return Authentication.refused("no key fits the token's header, or it demands what is not supported");
        } catch (JOSEException | RuntimeException e) {
            return Authentication.refused(
                    "the token could not be verified (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static @Nullable SignedJWT parsed(String token) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            return claims == null ? null : signed;
        } catch (ParseException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return keys + ", " + rules;
    }
}
