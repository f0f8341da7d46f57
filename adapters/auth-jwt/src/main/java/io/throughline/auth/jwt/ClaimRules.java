// SPDX-License-Identifier: Apache-2.0
package io.throughline.auth.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of a token have to say; the builder documents each.
 *
 * @param issuers one of these has to be the issuer; null for any
 * @param audiences one of these has to be among the audience; null for any
 */
record ClaimRules(
        InstantSource clock,
        Duration skew,
        boolean isExpiryNeeded,
        @Nullable Set<String> issuers,
        @Nullable Set<String> audiences,
        String userClaim) {

    Authentication judge(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expiry = claims.getExpirationTime();
        if (expiry == null && isExpiryNeeded) {
            return Authentication.refused("the token has no expiry");
        }
        Instant end = expiry == null ? null : expiry.toInstant().plus(skew);
        if (end != null && !end.isAfter(now)) {
            return Authentication.refused("the token has expired");
        }
        Date start = claims.getNotBeforeTime();
        if (start != null && start.toInstant().minus(skew).isAfter(now)) {
            return Authentication.refused("the token does not hold yet");
        }
        if (issuers != null && (claims.getIssuer() == null || !issuers.contains(claims.getIssuer()))) {
            return Authentication.refused("the token's issuer is not one of those trusted");
        }
        if (audiences != null && claims.getAudience().stream().noneMatch(audiences::contains)) {
            return Authentication.refused("the token is meant for another audience");
        }
        return user(claims, end);
    }

    private Authentication user(JWTClaimsSet claims, @Nullable Instant end) {
        if (!(claims.getClaim(userClaim) instanceof String name)) {
            return Authentication.refused("the token's claim \"" + userClaim + "\" is not a text");
        }
        UserId user;
        try {
            user = UserId.of(name);
        } catch (IllegalArgumentException e) {
            return Authentication.refused("the token's claim \"" + userClaim + "\" is no user id");
        }
        return end == null ? Authentication.accepted(user) : Authentication.accepted(user, end);
    }

    @Override
    public String toString() {
        return "issuers " + issuers + ", audiences " + audiences + ", user by " + userClaim;
    }
}
