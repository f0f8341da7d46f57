// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One attempt to connect, and the connection that comes of it. */
interface Link {
    /** Who is told what becomes of a link, on any thread, one call after another. */
    interface Observer {
        void opened(Link link);

        void text(Link link, String text);

        /** Is told once, last; not when the link was hung up. */
        void ended(Link link, Ending ending);
    }

    /**
     * How a link ended.
     *
     * @param code the close code, 1006 if there was none
     * @param httpStatus what the server answered in place of an upgrade, or 0
     * @param retryAfterSeconds what the server asked for then, or 0
     */
    record Ending(int code, String reason, int httpStatus, long retryAfterSeconds) {
        static Ending closed(int code, String reason) {
            return new Ending(code, reason, 0, 0);
        }
    }

    /** Sends a text; completes when it is written, or fails. */
    CompletionStage<@Nullable Void> send(String text);

    /** Ends the link, with a close frame where it can be sent; nothing is told of it any more. Does not wait. */
    void hangUp(int code);
}
