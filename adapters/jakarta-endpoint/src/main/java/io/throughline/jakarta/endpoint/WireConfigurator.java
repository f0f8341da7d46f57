// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.spi.Admission;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;

/** Negotiates the handshake, keeps what the client sent for its session, and makes the endpoint of each session. */
final class WireConfigurator extends ServerEndpointConfig.Configurator {
    private final EndpointSettings settings;
    private volatile Map<String, Object> shared = Map.of();

    WireConfigurator(EndpointSettings settings) {
        this.settings = settings;
    }

    /** Is told of the configuration that all sessions share. */
    void deployedAs(ServerEndpointConfig config) {
        shared = config.getUserProperties();
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return Handshake.offersOurs(requested) ? ThroughlineEndpoint.SUBPROTOCOL : "";
    }

    /** Negotiates none: compressed messages would evade the bounds of what is read. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    /** Lets all origins pass: they are judged where the host that the client asked for is known too. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().put(Handshake.KEY, handshake(request));
        if (shared.remove(Handshake.KEY) != null) {
            throw new IllegalStateException("this container shares the state of handshakes between connections, so one"
                    + " client could be taken for another. Use a container of Jakarta WebSocket 2.1 or later.");
        }
    }

    private Handshake handshake(HandshakeRequest request) {
        Handshake handshake = Handshake.of(request, settings.origins());
        if (handshake.refusal() != null || !settings.asksForAdmission()) {
            return handshake;
        }
        Admission admission = settings.hub().admit(0);
        return admission.isGranted() ? handshake : handshake.refused(admission.closeReason());
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(new ThroughlineEndpoint(settings));
    }
}
