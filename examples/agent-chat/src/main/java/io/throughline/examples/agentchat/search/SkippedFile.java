// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.util.Objects;

/**
 * A file, or a folder that could not be listed, that was left out of an index.
 *
 * @param file its path relative to the folder that is indexed, with {@code /} between the parts, never null
 * @param reason the kind of obstacle, never null
 * @param detail one sentence for a person: what is wrong and, where something can be done, what, never null
 */
public record SkippedFile(String file, SkipReason reason, String detail) {
    /** Refuses null. */
    public SkippedFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * Gives the whole message in one line.
     *
     * @return the file and what is wrong with it, never null
     */
    public String message() {
        return "skipped " + file + ": " + detail;
    }
}
