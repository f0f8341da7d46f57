// SPDX-License-Identifier: Apache-2.0
/** The unified manager and all around it by injection, with Guice. */
@SuppressWarnings("requires-transitive-automatic") // Guice 7 has no module descriptor
module io.throughline.guice {
    requires static transitive org.jspecify;
    requires transitive io.throughline.core;
    requires transitive com.google.guice;
    requires jakarta.inject;

    exports io.throughline.guice;
}
