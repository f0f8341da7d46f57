// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import org.jspecify.annotations.Nullable;

/** Puts the parts of a text message together, up to a bound; used by the one thread that reads a session. */
final class TextAssembler {
    private static final Result UNFINISHED = new Result(null, false);
    private static final Result TOO_BIG = new Result(null, true);

    /**
     * What a part led to.
     *
     * @param whole the message, or null if it is not complete
     * @param isTooBig whether the message exceeds the bound
     */
    record Result(@Nullable String whole, boolean isTooBig) {}

    private final int maxBytes;
    private final StringBuilder parts = new StringBuilder();
    private long bytes;

    /**
     * @param maxBytes the bound of a message, in bytes of UTF-8
     */
    TextAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    Result add(String part, boolean last) {
        bytes += utf8Length(part);
        if (bytes > maxBytes) {
            parts.setLength(0);
            return TOO_BIG;
        }
        if (!last) {
            parts.append(part);
            return UNFINISHED;
        }
        bytes = 0;
        if (parts.isEmpty()) {
            return new Result(part, false);
        }
        String whole = parts.append(part).toString();
        parts.setLength(0);
        return new Result(whole, false);
    }

    private static long utf8Length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // half of a character of four bytes, which may stand at the edge of a part, counts as two
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }
}
