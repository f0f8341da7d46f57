// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.AdaptationContext;
import io.throughline.api.spi.ProtocolVersionRange;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.WebSocketManager;

/** A provider that an application registers itself; it adapts numbers, always to the same manager. */
record SelfMadeProvider(String id, WebSocketManager adapted) implements WebSocketManagerProvider {
    SelfMadeProvider(String id) {
        this(id, new WebSocketManager());
    }

    @Override
    public ProtocolVersionRange protocolVersions() {
        return ProtocolVersionRange.only(ProtocolVersionRange.CURRENT);
    }

    @Override
    public boolean supports(Object legacyManager) {
        return legacyManager instanceof Integer;
    }

    @Override
    public WebSocketManagerProtocol adapt(Object legacyManager, AdaptationContext context) {
        return adapted;
    }
}
