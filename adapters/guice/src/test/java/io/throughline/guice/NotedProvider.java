// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.AdaptationContext;
import io.throughline.api.spi.ProtocolVersionRange;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.WebSocketManager;

/** Adapts any text, to a manager without connections. */
record NotedProvider(String id, int order) implements WebSocketManagerProvider {
    @Override
    public ProtocolVersionRange protocolVersions() {
        return ProtocolVersionRange.only(ProtocolVersionRange.CURRENT);
    }

    @Override
    public boolean supports(Object legacyManager) {
        return legacyManager instanceof String;
    }

    @Override
    public WebSocketManagerProtocol adapt(Object legacyManager, AdaptationContext context) {
        return new WebSocketManager();
    }
}
