// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.Writer;

/** An engine that puts a {@link GuardedSocket} between each client and Tyrus. */
final class GuardedEngine implements WebSocketEngine {
    private final WebSocketEngine engine;
    private final int maxFrameBytes;
    private final Runnable onTooBig;
    private final LiveSockets sockets;

    /**
     * @param onTooBig called when a client's frame is over the bound
     */
    GuardedEngine(WebSocketEngine engine, int maxFrameBytes, Runnable onTooBig, LiveSockets sockets) {
        this.engine = engine;
        this.maxFrameBytes = maxFrameBytes;
        this.onTooBig = onTooBig;
        this.sockets = sockets;
    }

    @Override
    public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
        UpgradeInfo upgrade = engine.upgrade(request, response);
        return upgrade.getStatus() == UpgradeStatus.SUCCESS ? new Guarded(upgrade) : upgrade;
    }

    @Override
    public void register(Class<?> endpointClass, String contextPath) throws DeploymentException {
        engine.register(endpointClass, contextPath);
    }

    @Override
    public void register(ServerEndpointConfig config, String contextPath) throws DeploymentException {
        engine.register(config, contextPath);
    }

    private final class Guarded implements UpgradeInfo {
        private final UpgradeInfo upgrade;

        Guarded(UpgradeInfo upgrade) {
            this.upgrade = upgrade;
        }

        @Override
        public UpgradeStatus getStatus() {
            return upgrade.getStatus();
        }

        @Override
        public Connection createConnection(Writer writer, Connection.CloseListener closeListener) {
            FrameGuard guard = new FrameGuard(maxFrameBytes, new ControlFrameLimit(System::nanoTime));
            GuardedSocket socket = new GuardedSocket(HandshakeFilter.upgraded(), writer, guard, onTooBig, sockets);
            socket.enter();
            socket.guard(upgrade.createConnection(socket.writer(), closeListener));
            return socket;
        }
    }
}
