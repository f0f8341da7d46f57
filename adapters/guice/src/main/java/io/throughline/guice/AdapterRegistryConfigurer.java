// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import io.throughline.core.AdapterRegistry;

/** Sets the class loader of the injected registry's discovery, or leaves discovery out; applications bind one. */
@FunctionalInterface
public interface AdapterRegistryConfigurer {
    /**
     * Changes the settings; called once, before the registry is made.
     *
     * @param registry the settings, at their defaults; never null
     */
    void configure(AdapterRegistry.Builder registry);
}
