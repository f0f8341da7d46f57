// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.SecretJWK;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that may have signed a token, and by which algorithms.
 *
 * <p>A key is used by algorithms of its own type alone, so that the public key of one is never the secret of another. Keys of
 * a set are chosen by their ids; those that were given singly have none, and fit any.
 */
final class LocalKeys implements JWSKeySelector<SecurityContext> {
    private final Set<JWSAlgorithm> algorithms;
    private final List<JWK> single;
    private final JWKSet set;

    LocalKeys(Set<JWSAlgorithm> algorithms, List<JWK> single, JWKSet set) {
        this.algorithms = Set.copyOf(algorithms);
        this.single = List.copyOf(single);
        this.set = set;
    }

    boolean allows(JWSAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /** Tells whether there is a key by which tokens of an algorithm can be verified. */
    boolean hasKeyFor(JWSAlgorithm algorithm) {
        return Stream.concat(single.stream(), set.getKeys().stream()).anyMatch(key -> fits(key, algorithm));
    }

    private static boolean fits(JWK key, JWSAlgorithm algorithm) {
        return KeyType.forAlgorithm(algorithm).equals(key.getKeyType())
                && (!(key instanceof ECKey ec)
                        || Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve()))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
    }

    @Override
    public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context) {
        if (!allows(header.getAlgorithm())) {
            return List.of();
        }
        List<Key> found = new ArrayList<>();
        single.stream().filter(key -> fits(key, header.getAlgorithm())).forEach(key -> add(key, found));
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        if (matcher != null) {
            new JWKSelector(matcher)
                    .select(set).stream()
                            .filter(key -> fits(key, header.getAlgorithm()))
                            .forEach(key -> add(key, found));
        }
        return found;
    }

    private static void add(JWK key, List<Key> into) {
        try {
            if (key instanceof SecretJWK secret) {
                into.add(secret.toSecretKey());
            } else if (key instanceof AsymmetricJWK pair) {
                into.add(pair.toPublicKey());
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of the set cannot be used.", e);
        }
    }

    /** Names the algorithms, and no key. */
    @Override
    public String toString() {
        return algorithms.stream().map(JWSAlgorithm::getName).sorted().toList().toString();
    }
}
