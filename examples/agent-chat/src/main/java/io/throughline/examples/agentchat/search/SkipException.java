// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

/** Carries the reason why one file is left out from where it is found to where files are counted. */
final class SkipException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SkipReason reason;

    SkipException(SkipReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    SkippedFile of(String file) {
        return new SkippedFile(file, reason, String.valueOf(getMessage()));
    }
}
