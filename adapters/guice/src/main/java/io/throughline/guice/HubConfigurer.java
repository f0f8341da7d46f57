// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import io.throughline.core.HubBuilder;

/** Sets limits, clock, value mapper and the like of the injected hub; applications bind one. */
@FunctionalInterface
public interface HubConfigurer {
    /**
     * Changes the settings; called once, before the hub is made.
     *
     * @param hub the settings, at their defaults; never null
     */
    void configure(HubBuilder hub);
}
