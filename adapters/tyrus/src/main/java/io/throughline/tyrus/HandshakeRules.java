// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.spi.Admission;
import io.throughline.jakarta.endpoint.OriginPolicy;
import io.throughline.jakarta.endpoint.ThroughlineEndpoint;
import io.throughline.jakarta.endpoint.TrustedProxies;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Protocol;
import org.jspecify.annotations.Nullable;

/** Which opening handshakes are accepted; source: RFC 6455, sections 4.2.1, 4.2.2 and 10.2. */
final class HandshakeRules {
    private static final int KEY_BYTES = 16;

    private final String path;
    private final OriginPolicy origins;
    private final TrustedProxies proxies;
    private final Supplier<Admission> admission;

    /**
     * @param admission asked for each handshake that breaks no other rule
     */
    HandshakeRules(String path, OriginPolicy origins, TrustedProxies proxies, Supplier<Admission> admission) {
        this.path = path;
        this.origins = origins;
        this.proxies = proxies;
        this.admission = admission;
    }

    /** Tells whether a request is a handshake, or one that had to be. */
    boolean concern(HttpRequestPacket request) {
        return names(request, "Upgrade", "websocket") || path.equals(request.getRequestURI());
    }

    /** Answers why a request that {@linkplain #concern concerns} these rules is not accepted, or empty. */
    Optional<Refusal> refusal(HttpRequestPacket request) {
        Optional<Refusal> notHere = notHere(request);
        if (notHere.isPresent()) {
            return notHere;
        }
        Optional<Refusal> malformed = malformed(request);
        if (malformed.isPresent()) {
            return malformed;
        }
        if (!origins.allowsAt(request.getHeader("Origin"), GrizzlyRequests.requested(request, proxies))) {
            return Optional.of(new Refusal(403, "Pages of this origin may not connect.", Map.of()));
        }
        List<String> offered = tokens(request, "Sec-WebSocket-Protocol");
        if (!offered.isEmpty() && !offered.contains(ThroughlineEndpoint.SUBPROTOCOL)) {
            return Optional.of(
                    Refusal.badRequest("Unknown subprotocol. Offer " + ThroughlineEndpoint.SUBPROTOCOL + ", or none."));
        }
        Admission answer = admission.get();
        return answer.isGranted() ? Optional.empty() : Optional.of(Refusal.of(answer));
    }

    private Optional<Refusal> notHere(HttpRequestPacket request) {
        if (!path.equals(request.getRequestURI())) {
            return Optional.of(new Refusal(404, "There is no WebSocket here.", Map.of()));
        }
        if (!request.getMethod().getMethodString().equals("GET")) {
            return Optional.of(new Refusal(405, "A WebSocket is opened with GET.", Map.of("Allow", "GET")));
        }
        if (!isAskedForAlone(request)) {
            return Optional.of(new Refusal(426, "Connect with a WebSocket client.", Map.of("Upgrade", "websocket")));
        }
        return Optional.empty();
    }

    /** Tyrus reads the header as one word, and lets through as no handshake what has more. */
    private static boolean isAskedForAlone(HttpRequestPacket request) {
        List<String> protocols = tokens(request, "Upgrade");
        return protocols.size() == 1 && protocols.get(0).equalsIgnoreCase("websocket");
    }

    private static Optional<Refusal> malformed(HttpRequestPacket request) {
        if (request.getProtocol() != Protocol.HTTP_1_1) {
            return Optional.of(Refusal.badRequest("A WebSocket is opened with HTTP/1.1."));
        }
        if (!names(request, "Connection", "upgrade")) {
            return Optional.of(Refusal.badRequest("The header Connection does not say Upgrade."));
        }
        if (request.getHeader("Host") == null) {
            return Optional.of(Refusal.badRequest("The header Host is missing."));
        }
        if (!List.of("13").equals(tokens(request, "Sec-WebSocket-Version"))) {
            return Optional.of(
                    new Refusal(400, "The version of the protocol is 13.", Map.of("Sec-WebSocket-Version", "13")));
        }
        if (!isKey(request.getHeader("Sec-WebSocket-Key"))) {
            return Optional.of(Refusal.badRequest("Sec-WebSocket-Key is not 16 bytes in base64."));
        }
        if (!isQuery(request.getQueryString())) {
            return Optional.of(Refusal.badRequest("The query is malformed. Encode it with percent signs."));
        }
        return Optional.empty();
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tyrus makes a URI of the query after the upgrade, and fails there if it cannot. */
    private static boolean isQuery(@Nullable String query) {
        try {
            return query == null || new URI("/?" + query).getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean names(HttpRequestPacket request, String header, String token) {
        return tokens(request, header).stream().anyMatch(token::equalsIgnoreCase);
    }

    private static List<String> tokens(HttpRequestPacket request, String header) {
        List<String> tokens = new ArrayList<>();
        for (String value : request.getHeaders().values(header)) {
            for (String token : value.split(",", -1)) {
                if (!token.isBlank()) {
                    tokens.add(token.strip());
                }
            }
        }
        return tokens;
    }
}
