// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * The stable name of one kind of error, for searching documentation and for alerting.
 *
 * <p>A code never changes its meaning and is never reused; every code of this library is described in
 * {@code docs/ERRORS.md}. Immutable and thread-safe; equal when the codes are equal.
 */
public final class ErrorId implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The code, such as {@code TL-1001}. */
    private final String code;

    /** What kind of error it is, in a few words. */
    private final String title;

    /**
     * Creates an error id.
     *
     * @param code the code, such as {@code TL-1001}; never null
     * @param title what kind of error it is, in a few words; never null
     */
    public ErrorId(String code, String title) {
        this.code = Objects.requireNonNull(code, "code");
        this.title = Objects.requireNonNull(title, "title");
    }

    /**
     * Answers the code.
     *
     * @return the code, such as {@code TL-1001}; never null
     */
    public String code() {
        return code;
    }

    /**
     * Answers what kind of error it is.
     *
     * @return a few words; never null
     */
    public String title() {
        return title;
    }

    /**
     * Puts the code before a message, the form in which all of this library's errors and warnings are written.
     *
     * @param message what was wrong, where, and what to do; never null
     * @return the message behind its code, such as {@code [TL-1001] userId is blank. …}
     */
    public String describe(String message) {
        return "[" + code + "] " + Objects.requireNonNull(message, "message");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ErrorId that && code.equals(that.code);
    }

    @Override
    public int hashCode() {
        return code.hashCode();
    }

    @Override
    public String toString() {
        return code;
    }
}
