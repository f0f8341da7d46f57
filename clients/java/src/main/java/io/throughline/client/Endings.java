// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.Set;

/** What the end of a connection means for the client; source: {@code docs/WIRE.md}, sections 1.6 and 4. */
enum Endings {
    /** The server is done with this user. */
    DONE,
    /** Coming back can help. */
    COME_BACK,
    /** Coming back can help when the server has less to do. */
    COME_BACK_LATER,
    /** The token is not or no longer good. */
    UNAUTHENTICATED,
    /** Coming back does not help. */
    REFUSED;

    private static final Set<Integer> NOT_AS_IT_IS = Set.of(1002, 1003, 1007, 1008, 1009, 1010, 4403);
    private static final Set<Integer> TOO_MUCH = Set.of(1013, 4429);
    private static final Set<Integer> HTTP_NOT_NOW = Set.of(408, 425, 429);

    static Endings of(Link.Ending ending) {
        if (ending.httpStatus() != 0) {
            return ending.httpStatus() >= 500 || HTTP_NOT_NOW.contains(ending.httpStatus()) ? COME_BACK_LATER : REFUSED;
        }
        int code = ending.code();
        if (code == 1000) {
            return DONE;
        }
        if (code == 4401) {
            return UNAUTHENTICATED;
        }
        return NOT_AS_IT_IS.contains(code) ? REFUSED : TOO_MUCH.contains(code) ? COME_BACK_LATER : COME_BACK;
    }
}
