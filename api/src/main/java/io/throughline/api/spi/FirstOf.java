// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Several authenticators as one, asked one after another until one accepts. */
final class FirstOf implements Authenticator {
    private final List<Authenticator> all;
    private final List<Authenticator> takingTokens;

    FirstOf(List<Authenticator> all) {
        this.all = all;
        this.takingTokens = all.stream().filter(Authenticator::takesTokens).toList();
    }

    static Authenticator[] checked(Authenticator[] authenticators) {
        Objects.requireNonNull(authenticators, "authenticators");
        for (Authenticator authenticator : authenticators) {
            Objects.requireNonNull(authenticator, "authenticator");
        }
        if (authenticators.length == 0) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING, "firstOf() names no authenticator. Name one or more.");
        }
        return authenticators;
    }

    @Override
    public CompletionStage<Authentication> authenticate(HandshakeRequest request) {
        return ask(all, authenticator -> authenticator.authenticate(request), Authentication.absent());
    }

    @Override
    public boolean takesTokens() {
        return !takingTokens.isEmpty();
    }

    @Override
    public CompletionStage<Authentication> authenticateToken(String token) {
        return ask(takingTokens, authenticator -> authenticator.authenticateToken(token), Authentication.absent());
    }

    private static CompletionStage<Authentication> ask(
            List<Authenticator> rest,
            Function<Authenticator, CompletionStage<Authentication>> question,
            Authentication before) {
        if (rest.isEmpty()) {
            return CompletableFuture.completedStage(before);
        }
        return question.apply(rest.get(0)).thenCompose(answer -> {
            Objects.requireNonNull(answer, "the answer of an authenticator");
            return answer.userId().isPresent()
                    ? CompletableFuture.completedStage(answer)
                    : ask(rest.subList(1, rest.size()), question, worse(before, answer));
        });
    }

    /** Answers the one that says more about why the client does not get in. */
    private static Authentication worse(Authentication before, Authentication answer) {
        if (answer.isAbsent() != before.isAbsent()) {
            return answer.isAbsent() ? before : answer;
        }
        if (before.reason().equals(answer.reason())) {
            return before;
        }
        String reasons = before.reason() + "; " + answer.reason();
        return answer.isAbsent() ? Authentication.absent(reasons) : Authentication.refused(reasons);
    }

    @Override
    public String toString() {
        return "firstOf" + all;
    }
}
