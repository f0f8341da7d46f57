// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown at the call for an argument that is wrong in itself, such as a blank id or an empty message. */
public class InvalidArgumentException extends IllegalArgumentException implements IdentifiedError {
    private static final long serialVersionUID = 1L;

    /** The kind of error. */
    private final ErrorId errorId;

    /**
     * Creates the exception; its message is the given one behind the error's code.
     *
     * @param errorId the kind of error; never null
     * @param message what was wrong, where, and what to do; never null
     */
    public InvalidArgumentException(ErrorId errorId, String message) {
        this(errorId, message, null);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param errorId the kind of error; never null
     * @param message what was wrong, where, and what to do; never null
     * @param cause what led to it, or null
     */
    public InvalidArgumentException(ErrorId errorId, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(errorId, "errorId").describe(message), cause);
        this.errorId = errorId;
    }

    @Override
    public ErrorId errorId() {
        return errorId;
    }
}
