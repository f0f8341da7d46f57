// SPDX-License-Identifier: Apache-2.0
/** What tests of WebSocket managers need: connections in memory, and faults of real ones, that the test decides. */
module io.throughline.testkit {
    requires static transitive org.jspecify;
    requires transitive io.throughline.api;
    requires com.fasterxml.jackson.core;

    exports io.throughline.testkit;
}
