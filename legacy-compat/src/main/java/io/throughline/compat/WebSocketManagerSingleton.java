// SPDX-License-Identifier: Apache-2.0
package io.throughline.compat;

import io.throughline.api.ErrorIds;
import io.throughline.core.WebSocketManager;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The old way to the manager from anywhere, for code that still calls it.
 *
 * <p>Thread-safe.
 *
 * @deprecated pass the {@link WebSocketManager} to who needs it
 */
@Deprecated(since = "0.1.0", forRemoval = true)
public final class WebSocketManagerSingleton {
    private static final DeprecationWarner WARNER = new DeprecationWarner(WebSocketManagerSingleton.class);
    private static @Nullable WebSocketManager manager;

    private WebSocketManagerSingleton() {}

    /**
     * Says which manager old code gets; an application calls it once, as it starts.
     *
     * @param manager the manager; never null
     * @throws IllegalStateException if old code has got, or was to get, another one
     * @deprecated needed only as long as old code calls {@link #getWebSocketManager}
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public static synchronized void install(WebSocketManager manager) {
        Objects.requireNonNull(manager, "manager");
        if (WebSocketManagerSingleton.manager != null && WebSocketManagerSingleton.manager != manager) {
            throw new IllegalStateException(ErrorIds.ALREADY_DONE.describe(
                    "the manager for old code is set already. Install it once, before old code asks for it."));
        }
        WebSocketManagerSingleton.manager = manager;
    }

    /**
     * Answers the one manager.
     *
     * @return the installed manager; where none was installed, one of all users that is made at the first call; never
     *     null
     * @deprecated pass the {@link WebSocketManager} to who needs it
     */
    @Deprecated(since = "0.1.0", forRemoval = true)
    public static WebSocketManager getWebSocketManager() {
        WARNER.warn("WebSocketManagerSingleton.getWebSocketManager", "a WebSocketManager that is passed to you");
        return installedOrNew();
    }

    private static synchronized WebSocketManager installedOrNew() {
        if (manager == null) {
            manager = new WebSocketManager();
        }
        return manager;
    }
}
