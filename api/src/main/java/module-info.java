// SPDX-License-Identifier: Apache-2.0
/** The canonical WebSocket manager protocol and the SPI that third parties implement. */
module io.throughline.api {
    requires static transitive org.jspecify;

    exports io.throughline.api;
    exports io.throughline.api.spi;
}
