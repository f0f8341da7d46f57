// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.accept;

import io.throughline.core.internal.json.JsonReader;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a client's first frame, where that has to be an {@code auth} frame. */
final class AuthFrame {
    private AuthFrame() {}

    /** Answers the token, or null if the text is no auth frame. */
    static @Nullable String tokenOf(String text) {
        try {
            Map<String, @Nullable Object> frame = JsonReader.readObject(text);
            return "auth".equals(frame.get("type")) && frame.get("token") instanceof String token ? token : null;
        } catch (IOException e) {
            return null;
        }
    }
}
