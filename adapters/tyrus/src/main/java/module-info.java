// SPDX-License-Identifier: Apache-2.0
/** A stand-alone server for the wire protocol, static pages and HTTP routes, on Tyrus and Grizzly. */
module io.throughline.tyrus {
    requires static transitive org.jspecify;
    requires transitive io.throughline.jakarta.endpoint;
    requires org.glassfish.grizzly;
    requires org.glassfish.grizzly.http;
    requires org.glassfish.grizzly.http.server;
    requires org.glassfish.tyrus.container.grizzly.server;
    requires org.glassfish.tyrus.core;
    requires org.glassfish.tyrus.server;
    requires org.glassfish.tyrus.spi;
    requires org.slf4j;

    exports io.throughline.tyrus;
}
