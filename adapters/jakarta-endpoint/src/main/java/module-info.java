// SPDX-License-Identifier: Apache-2.0
/** The wire protocol's server end in plain Jakarta WebSocket, for any container. */
module io.throughline.jakarta.endpoint {
    requires static transitive org.jspecify;
    requires transitive io.throughline.core;
    requires transitive jakarta.websocket;
    requires org.slf4j;

    exports io.throughline.jakarta.endpoint;
}
