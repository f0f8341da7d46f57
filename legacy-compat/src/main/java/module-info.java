// SPDX-License-Identifier: Apache-2.0
/** Deprecated bridges: old names over the one manager, each with an end date. */
module io.throughline.compat {
    requires static transitive org.jspecify;
    requires transitive io.throughline.core;
    requires org.slf4j;

    exports io.throughline.compat;
}
