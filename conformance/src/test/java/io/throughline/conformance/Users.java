// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The people that the checks are about. */
final class Users {
    static final UserId ALICE = UserId.of("alice");
    static final UserId BOB = UserId.of("bob");

    private Users() {}

    static UserExecutionContext inThread(UserId user, String thread) {
        return UserExecutionContext.builder(user).threadId(ThreadId.of(thread)).build();
    }

    /** Users whose ids are easily confused: by case, form, prefix, separators, or as patterns. */
    static List<UserId> confusable() {
        return Stream.of(
                        "user", "User", "user ", "user1", "user/1", "user:1", "us", "*", "%", "..", "ü", "u\u0308",
                        "null", "0")
                .map(UserId::of)
                .toList();
    }

    static List<UserId> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> UserId.of("user-" + i)).toList();
    }
}
