// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import io.throughline.api.spi.HandshakeRequest;
import jakarta.websocket.EndpointConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client's opening handshake said, kept from the handshake until the session is open.
 *
 * @param request what the authenticator sees
 * @param refusal why the client is closed whoever it is, or null
 */
record Handshake(HandshakeRequest request, @Nullable CloseReason refusal) {
    static final String KEY = Handshake.class.getName();

    private static final CloseReason FOREIGN_ORIGIN = new CloseReason(4403, "pages of this origin may not connect");
    private static final CloseReason UNKNOWN_SUBPROTOCOL =
            new CloseReason(1008, "unknown subprotocol, this server speaks " + ThroughlineEndpoint.SUBPROTOCOL);

    static Handshake of(jakarta.websocket.server.HandshakeRequest handshake, OriginPolicy origins) {
        Map<String, List<String>> headers = handshake.getHeaders();
        HandshakeRequest request = HandshakeRequest.builder(
                        handshake.getRequestURI().getPath())
                .headers(headers)
                .query(handshake.getParameterMap())
                .principal(handshake.getUserPrincipal())
                .build();
        return new Handshake(request, refusal(request, values(headers, "Sec-WebSocket-Protocol"), origins));
    }

    /** Answers the same handshake, of a client that is closed. */
    Handshake refused(CloseReason reason) {
        return new Handshake(request, reason);
    }

    private static @Nullable CloseReason refusal(
            HandshakeRequest request, List<String> subprotocols, OriginPolicy origins) {
        if (!origins.allows(
                request.header("Origin").orElse(null), request.header("Host").orElse(null))) {
            return FOREIGN_ORIGIN;
        }
        return subprotocols.isEmpty() || offersOurs(subprotocols) ? null : UNKNOWN_SUBPROTOCOL;
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    /** Tells whether the values of {@code Sec-WebSocket-Protocol} name the wire protocol. */
    static boolean offersOurs(Collection<String> offered) {
        return offered.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(value -> value.strip().equals(ThroughlineEndpoint.SUBPROTOCOL));
    }

    /** Takes the handshake of a session out of its configuration, so that headers are not kept for its whole life. */
    static Handshake takeFrom(EndpointConfig config) {
        if (config.getUserProperties().remove(KEY) instanceof Handshake handshake) {
            return handshake;
        }
        throw new IllegalStateException("the container opened a session without the state of its handshake, so nobody"
                + " knows whose it is. Use a container of Jakarta WebSocket 2.1 or later.");
    }
}
