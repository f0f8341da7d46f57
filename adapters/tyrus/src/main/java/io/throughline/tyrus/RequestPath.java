// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the path of a request, once, and splits it. */
final class RequestPath {
    private RequestPath() {}

    /**
     * Decodes percent signs.
     *
     * @return the path, or null if a percent sign, or the UTF-8 that they stand for, is malformed
     */
    static @Nullable String decode(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Splits a decoded path into the names of folders and of a file, {@code index.html} where it ends in a slash.
     *
     * @return the names, or null if one of them is not served: empty, hidden, or made to leave the folder
     */
    static @Nullable List<String> segments(String decoded) {
        if (!decoded.startsWith("/")) {
            return null;
        }
        List<String> segments = new ArrayList<>(List.of(decoded.substring(1).split("/", -1)));
        int last = segments.size() - 1;
        if (segments.get(last).isEmpty()) {
            segments.set(last, "index.html");
        }
        return segments.stream().allMatch(RequestPath::isServed) ? segments : null;
    }

    private static boolean isServed(String segment) {
        return !segment.isEmpty()
                && segment.charAt(0) != '.'
                && segment.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    }
}
