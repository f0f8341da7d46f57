// SPDX-License-Identifier: Apache-2.0
/** A small client of the wire protocol, version 1, for services and tests. */
module io.throughline.client {
    requires static transitive org.jspecify;
    requires transitive io.throughline.api;
    requires com.fasterxml.jackson.core;
    requires jakarta.websocket;
    requires jakarta.websocket.client;
    requires org.glassfish.tyrus.client;
    requires org.glassfish.tyrus.container.grizzly.client;
    requires org.glassfish.tyrus.core;

    exports io.throughline.client;
}
