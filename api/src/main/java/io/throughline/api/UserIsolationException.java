// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when a manager that is bound to one user is asked to act for another. */
public class UserIsolationException extends RuntimeException implements IdentifiedError {
    private static final long serialVersionUID = 1L;

    /** The kind of error. */
    private final ErrorId errorId;

    /**
     * Creates the exception; its message is the given one behind the error's code.
     *
     * @param errorId the kind of error; never null
     * @param message what was wrong, where, and what to do; never null
     */
    public UserIsolationException(ErrorId errorId, String message) {
        this(errorId, message, null);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param errorId the kind of error; never null
     * @param message what was wrong, where, and what to do; never null
     * @param cause what led to it, or null
     */
    public UserIsolationException(ErrorId errorId, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(errorId, "errorId").describe(message), cause);
        this.errorId = errorId;
    }

    @Override
    public ErrorId errorId() {
        return errorId;
    }
}
