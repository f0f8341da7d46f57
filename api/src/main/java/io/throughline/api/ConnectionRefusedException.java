// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;

/** Thrown when a hub does not take a connection for now; transports close it with the {@linkplain #closeReason reason}. */
public class ConnectionRefusedException extends RuntimeException implements IdentifiedError {
    private static final long serialVersionUID = 1L;

    /** The kind of error. */
    private final ErrorId errorId;

    /** What the client is told. */
    private final transient CloseReason closeReason;

    /**
     * Creates the exception; its message is the given one behind the error's code.
     *
     * @param errorId the kind of error; never null
     * @param message what was wrong, where, and what to do; never null
     * @param closeReason what the client is told; never null
     */
    public ConnectionRefusedException(ErrorId errorId, String message, CloseReason closeReason) {
        super(Objects.requireNonNull(errorId, "errorId").describe(Objects.requireNonNull(message, "message")));
        this.errorId = errorId;
        this.closeReason = Objects.requireNonNull(closeReason, "closeReason");
    }

    @Override
    public ErrorId errorId() {
        return errorId;
    }

    /**
     * Answers with what the connection is to be closed.
     *
     * @return the code and phrase for the client; never null
     */
    public CloseReason closeReason() {
        return closeReason;
    }
}
