// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that went wrong, at the server or here; immutable. */
public final class ClientError {
    private final String code;
    private final String message;
    private final @Nullable String inReplyTo;

    ClientError(String code, String message, @Nullable String inReplyTo) {
        this.code = Objects.requireNonNull(code, "code");
        this.message = Objects.requireNonNull(message, "message");
        this.inReplyTo = inReplyTo;
    }

    /**
     * Answers what kind of error this is.
     *
     * @return a code of the server's, or of this client's: {@code closed} with the close code in the message,
     *     {@code connect_failed}, {@code token_failed}, {@code listener_failed}, {@code bad_frame}; never null
     */
    public String code() {
        return code;
    }

    /**
     * Answers what happened, for a person.
     *
     * @return a sentence; never null
     */
    public String message() {
        return message;
    }

    /**
     * Answers which message of this client the server could not handle.
     *
     * @return the id that the message was sent with; empty if it had none, or the error is about something else
     */
    public Optional<String> inReplyTo() {
        return Optional.ofNullable(inReplyTo);
    }

    @Override
    public String toString() {
        return code + ": " + message;
    }
}
