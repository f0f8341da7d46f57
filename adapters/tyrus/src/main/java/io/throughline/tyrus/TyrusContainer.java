// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.core.Hub;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** Tyrus's engine without a listener of its own: the stock container binds every interface. */
final class TyrusContainer extends TyrusServerContainer {
    /** What one read of the network may bring beyond the frame that is not complete yet, in bytes. */
    private static final int READ_AHEAD = 4 * 1024 * 1024;

    private final WebSocketEngine engine;

    TyrusContainer(Hub hub, LiveSockets sockets) {
        super(Set.<Class<?>>of());
        int maxFrameBytes = hub.maxInboundBytes();
        this.engine = new GuardedEngine(
                TyrusWebSocketEngine.builder(this)
                        .incomingBufferSize((int) Math.min(Integer.MAX_VALUE, (long) maxFrameBytes + READ_AHEAD))
                        .build(),
                maxFrameBytes,
                hub::countTooBig,
                sockets);
    }

    @Override
    public void register(Class<?> endpointClass) throws DeploymentException {
        engine.register(endpointClass, "/");
    }

    @Override
    public void register(ServerEndpointConfig config) throws DeploymentException {
        engine.register(config, "/");
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return engine;
    }
}
