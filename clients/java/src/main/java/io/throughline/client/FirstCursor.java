// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import io.throughline.api.LogPosition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a client begins that has not been connected before; immutable. */
public final class FirstCursor {
    private static final FirstCursor LIVE = new FirstCursor(null, null);
    private static final FirstCursor OPEN = new FirstCursor("open", null);
    private static final FirstCursor EARLIEST = new FirstCursor("earliest", null);

    private final @Nullable String word;
    private final @Nullable LogPosition position;

    private FirstCursor(@Nullable String word, @Nullable LogPosition position) {
        this.word = word;
        this.position = position;
    }

    /**
     * Begins with what is sent from now on.
     *
     * @return the cursor; never null
     */
    public static FirstCursor live() {
        return LIVE;
    }

    /**
     * Begins with the oldest run that is still open.
     *
     * @return the cursor; never null
     */
    public static FirstCursor open() {
        return OPEN;
    }

    /**
     * Begins with all that the server has retained.
     *
     * @return the cursor; never null
     */
    public static FirstCursor earliest() {
        return EARLIEST;
    }

    /**
     * Goes on after an event that an earlier client was handed.
     *
     * @param position of that event; never null
     * @return the cursor; never null
     */
    public static FirstCursor after(LogPosition position) {
        return new FirstCursor(null, Objects.requireNonNull(position, "position"));
    }

    @Nullable
    String word() {
        return word;
    }

    @Nullable
    LogPosition position() {
        return position;
    }

    @Override
    public String toString() {
        return position != null ? position.toString() : word != null ? word : "live";
    }
}
