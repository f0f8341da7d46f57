// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

/** An exception that carries the stable id of its kind, so that callers and alerts need not read its message. */
public interface IdentifiedError {
    /**
     * Answers the id under which {@code docs/ERRORS.md} explains this error.
     *
     * @return the id; never null
     */
    ErrorId errorId();
}
