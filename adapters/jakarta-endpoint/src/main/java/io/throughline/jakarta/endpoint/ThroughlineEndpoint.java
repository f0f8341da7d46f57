// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server end of the wire protocol, version 1, in a Jakarta WebSocket container.
 *
 * <p>{@link #config} makes what an application gives to its container:
 *
 * <pre>{@code
 * ServerEndpointConfig config = ThroughlineEndpoint.config("/ws").hub(hub).authenticator(authenticator).build();
 * serverContainer.addEndpoint(config);
 * }</pre>
 *
 * <p>The class is public because containers call it; applications do not. Plain Jakarta WebSocket cannot refuse a
 * handshake by a status of one's own, so a client of a foreign origin is closed with 4403 right after the upgrade, one
 * that offers only unknown subprotocols with 1008, one that is not authenticated with 4401, and one that the hub does not
 * admit with 4429, 1012 or 1013.
 *
 * <p>Source: {@code docs/WIRE.md}; RFC 6455; Jakarta WebSocket 2.1 or later, whose containers keep the state of each
 * handshake apart. Thread-safe.
 */
public final class ThroughlineEndpoint extends Endpoint {
    /** The subprotocol of the wire protocol, version 1, in JSON. */
    public static final String SUBPROTOCOL = "throughline.v1.json";

    private static final Logger LOG = LoggerFactory.getLogger(ThroughlineEndpoint.class);
    private static final String CLIENT = ThroughlineEndpoint.class.getName() + ".client";

    private final EndpointSettings settings;

    ThroughlineEndpoint(EndpointSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts the configuration of an endpoint.
     *
     * @param path where clients connect, from the root of the application, such as {@code /ws}; never null
     * @return a builder; never null
     */
    public static EndpointConfigBuilder config(String path) {
        return new EndpointConfigBuilder(path);
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Handshake handshake = Handshake.takeFrom(config);
        session.getUserProperties().remove(Handshake.KEY);
        SessionCloser.prepare(session);
        ClientSession client = new ClientSession(settings, session);
        session.getUserProperties().put(CLIENT, client);
        client.open(handshake);
    }

    @Override
    public void onClose(Session session, CloseReason closeReason) {
        if (session.getUserProperties().get(CLIENT) instanceof ClientSession client) {
            client.closed();
        }
    }

    /** Notes what went wrong; containers close the session themselves when it is of no more use. */
    @Override
    public void onError(Session session, Throwable failure) {
        LOG.debug("session {} had an error", session.getId(), failure);
        if (!session.isOpen() && session.getUserProperties().get(CLIENT) instanceof ClientSession client) {
            client.closed();
        }
    }
}
