// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

/** Why a file was left out of an index. */
public enum SkipReason {
    /** The content is no text. */
    BINARY("binary"),
    /** The content is text in a sense, but of a format that has to be converted first, such as PDF. */
    UNSUPPORTED("of an unsupported format"),
    /** Larger than {@link DocumentIndex#MAX_FILE_BYTES}, on disk or once unpacked. */
    TOO_LARGE("too large"),
    /** Reading failed: no permission, gone in the meantime, damaged. */
    UNREADABLE("unreadable"),
    /** A symbolic link; these are not followed. */
    SYMBOLIC_LINK("symbolic links"),
    /** A pipe, socket or device; these are never opened, since that could block. */
    SPECIAL("pipes, sockets or devices"),
    /** There is no word in it. */
    EMPTY("empty");

    private final String label;

    SkipReason(String label) {
        this.label = label;
    }

    /**
     * Names the reason for people, to stand after a count: "3 binary", "2 symbolic links".
     *
     * @return the name, never null
     */
    public String label() {
        return label;
    }
}
