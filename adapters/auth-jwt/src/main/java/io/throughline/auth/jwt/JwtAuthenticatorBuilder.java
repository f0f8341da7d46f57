// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link JwtAuthenticator}; to be used by one thread. */
public final class JwtAuthenticatorBuilder {
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final int LEAST_RSA_BITS = 2048;
    private static final Set<JWSAlgorithm> KNOWN = Set.of(
            JWSAlgorithm.HS256,
            JWSAlgorithm.HS384,
            JWSAlgorithm.HS512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final List<JWK> keys = new ArrayList<>();
    private JWKSet keySet = new JWKSet();
    private final Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
    private final Set<String> issuers = new LinkedHashSet<>();
    private final Set<String> audiences = new LinkedHashSet<>();
    private boolean anyIssuer;
    private boolean anyAudience;
    private boolean isExpiryNeeded = true;
    private String userClaim = "sub";
    private Duration clockSkew = Duration.ofSeconds(30);
    private InstantSource clock = Clock.systemUTC();
    private boolean looksAtHeader = true;
    private boolean takesAuthFrames = true;
    private @Nullable String cookie;

    JwtAuthenticatorBuilder() {}

    /**
     * Adds a secret that signer and server share, for HS256, HS384 and HS512.
     *
     * @param secret at least as long as the hash: 32, 48 or 64 random bytes; copied; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder secret(byte[] secret) {
        byte[] copy = Objects.requireNonNull(secret, "secret").clone();
        if (copy.length < 32) {
            throw invalid("the secret has " + copy.length + " bytes. Use 32 random bytes or more.");
        }
        keys.add(new OctetSequenceKey.Builder(copy).build());
        return this;
    }

    /**
     * Adds a signer's public key: RSA for RS and PS algorithms, elliptic curves for ES ones.
     *
     * @param key an RSA key of 2,048 bits or more, or one on the curve P-256, P-384 or P-521; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder publicKey(PublicKey key) {
        Objects.requireNonNull(key, "key");
        if (key instanceof RSAPublicKey rsa) {
            keys.add(checked(new RSAKey.Builder(rsa).build()));
        } else if (key instanceof ECPublicKey ec && curve(ec) != null) {
            keys.add(new ECKey.Builder(curve(ec), ec).build());
        } else {
            throw invalid("a public key of type " + key.getAlgorithm()
                    + " cannot be used. Use RSA, or the curve P-256, P-384 or P-521.");
        }
        return this;
    }

    private static @Nullable Curve curve(ECPublicKey key) {
        return Curve.forECParameterSpec(key.getParams());
    }

    private static JWK checked(JWK key) {
        if (key instanceof RSAKey && key.size() < LEAST_RSA_BITS) {
            throw invalid("an RSA key has " + key.size() + " bits. Use " + LEAST_RSA_BITS + " or more.");
        }
        return key;
    }

    /**
     * Sets the signers' keys from a JSON Web Key Set; a token names one of them by its {@code kid}, or fits any.
     *
     * @param jwks the set, as its issuer publishes it, read by the application; nothing is fetched; never null
     * @return this builder
     * @throws InvalidArgumentException if the text is no key set, or an RSA key in it is shorter than 2,048 bits
     */
    public JwtAuthenticatorBuilder keySet(String jwks) {
        Objects.requireNonNull(jwks, "jwks");
        try {
            keySet = JWKSet.parse(jwks);
        } catch (ParseException e) {
            throw invalid("the key set is not JSON of the form {\"keys\":[…]}. Pass what the issuer publishes.");
        }
        keySet.getKeys().forEach(JwtAuthenticatorBuilder::checked);
        return this;
    }

    /**
     * Adds algorithms by which tokens may be signed; a token of any other is refused, whatever its signature.
     *
     * @param names such as {@code ES256}: HS, RS, PS or ES with 256, 384 or 512; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder algorithms(String... names) {
        Objects.requireNonNull(names, "names");
        for (String name : names) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(Objects.requireNonNull(name, "name"));
            if (!KNOWN.contains(algorithm)) {
                throw invalid(
                        "\"" + name + "\" is no algorithm that is taken. Name HS, RS, PS or ES with 256, 384 or 512.");
            }
            algorithms.add(algorithm);
        }
        return this;
    }

    /**
     * Adds an issuer whose tokens are trusted.
     *
     * @param issuer the claim {@code iss}, to the letter; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder issuer(String issuer) {
        issuers.add(Objects.requireNonNull(issuer, "issuer"));
        return this;
    }

    /**
     * Trusts tokens of any issuer that has one of the keys.
     *
     * @return this builder
     */
    public JwtAuthenticatorBuilder anyIssuer() {
        anyIssuer = true;
        return this;
    }

    /**
     * Adds a name under which tokens may be meant for this application.
     *
     * @param audience one of the claim {@code aud}, to the letter; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder audience(String audience) {
        audiences.add(Objects.requireNonNull(audience, "audience"));
        return this;
    }

    /**
     * Takes tokens whoever they are meant for: only where the issuer's tokens are for this application alone.
     *
     * @return this builder
     */
    public JwtAuthenticatorBuilder anyAudience() {
        anyAudience = true;
        return this;
    }

    /**
     * Takes tokens that never expire, which cannot be taken back either.
     *
     * @return this builder
     */
    public JwtAuthenticatorBuilder allowWithoutExpiry() {
        isExpiryNeeded = false;
        return this;
    }

    /**
     * Sets the claim that holds the user's id.
     *
     * @param claim {@code sub} unless set; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder userClaim(String claim) {
        this.userClaim = Objects.requireNonNull(claim, "claim");
        return this;
    }

    /**
     * Sets by how much the issuer's clock and the server's may differ.
     *
     * @param skew zero to 5 minutes; 30 seconds unless set; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder clockSkew(Duration skew) {
        Objects.requireNonNull(skew, "skew");
        if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
            throw invalid("clockSkew is " + skew + ". Set zero to " + MOST_SKEW + ".");
        }
        this.clockSkew = skew;
        return this;
    }

    /**
     * Sets the clock, which is to be the hub's.
     *
     * @param clock the system's UTC clock unless set; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Looks for the token in a cookie too, behind the {@code Authorization} header; then leave the origins at same-origin,
     * or list them.
     *
     * @param name the cookie's name; never null
     * @return this builder
     */
    public JwtAuthenticatorBuilder cookie(String name) {
        this.cookie = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Does not look at the {@code Authorization} header.
     *
     * @return this builder
     */
    public JwtAuthenticatorBuilder withoutHeader() {
        looksAtHeader = false;
        return this;
    }

    /**
     * Takes no {@code auth} frames, so that a connection cannot be renewed.
     *
     * @return this builder
     */
    public JwtAuthenticatorBuilder withoutAuthFrames() {
        takesAuthFrames = false;
        return this;
    }

    /**
     * Makes the authenticator.
     *
     * @return the authenticator; never null
     * @throws InvalidArgumentException if algorithms, keys for them, issuers or audiences are missing, or tokens are looked
     *     for nowhere
     */
    public JwtAuthenticator build() {
        require(!algorithms.isEmpty(), "no algorithm is named. Name those of your issuer with algorithms(…).");
        require(anyIssuer != !issuers.isEmpty(), "name issuers with issuer(…), or waive them with anyIssuer().");
        require(
                anyAudience != !audiences.isEmpty(),
                "name audiences with audience(…), or waive them with anyAudience().");
        require(
                looksAtHeader || takesAuthFrames || cookie != null,
                "tokens are looked for nowhere. Leave the header or the auth frames, or name a cookie.");
        LocalKeys local = new LocalKeys(algorithms, keys, keySet);
        for (JWSAlgorithm algorithm : algorithms) {
            require(local.hasKeyFor(algorithm), "there is no key for " + algorithm + ". Give one that fits.");
            requireLongEnough(algorithm);
        }
        ClaimRules rules = new ClaimRules(
                clock,
                clockSkew,
                isExpiryNeeded,
                anyIssuer ? null : Set.copyOf(issuers),
                anyAudience ? null : Set.copyOf(audiences),
                userClaim);
        return new JwtAuthenticator(new TokenVerifier(local, rules), looksAtHeader, takesAuthFrames, cookie);
    }

    private void requireLongEnough(JWSAlgorithm algorithm) {
        if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
            int bits = Integer.parseInt(algorithm.getName().substring(2));
            List<JWK> all = new ArrayList<>(keys);
            all.addAll(keySet.getKeys());
            require(
                    all.stream().noneMatch(key -> key instanceof OctetSequenceKey && key.size() < bits),
                    "a secret is shorter than the " + bits / 8 + " bytes that " + algorithm + " needs.");
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw invalid(otherwise);
        }
    }

    private static InvalidArgumentException invalid(String message) {
        return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
    }
}
