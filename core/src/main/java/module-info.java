// SPDX-License-Identifier: Apache-2.0
/** The unified WebSocket manager: one log a user, and connections as cursors over it. */
module io.throughline.core {
    requires static transitive org.jspecify;
    requires transitive io.throughline.api;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;

    exports io.throughline.core;

    uses io.throughline.api.spi.WebSocketManagerProvider;
}
