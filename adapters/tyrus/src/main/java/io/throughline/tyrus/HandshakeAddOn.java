// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.spi.ServerContainer;

/** Puts the {@link HandshakeFilter} before the filter that serves pages. */
final class HandshakeAddOn implements AddOn {
    private final ServerContainer container;
    private final HandshakeRules rules;

    HandshakeAddOn(ServerContainer container, HandshakeRules rules) {
        this.container = container;
        this.rules = rules;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        chain.add(chain.indexOfType(HttpServerFilter.class), new HandshakeFilter(container, rules));
    }
}
