// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.IdentifiedError;
import io.throughline.api.UserId;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EndpointConfigTest {
    private static final Authenticator ANYBODY =
            request -> CompletableFuture.completedStage(Authentication.accepted(UserId.of("alice")));

    @Test
    void anEndpointWithoutAnAuthenticatorIsNotBuilt() {
        assertError(
                ErrorIds.NO_AUTHENTICATOR,
                "authenticator(",
                ThroughlineEndpoint.config("/ws").hub(Hub.create())::build);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertError(
                ErrorIds.INVALID_SETTING,
                "hub(",
                ThroughlineEndpoint.config("/ws").authenticator(ANYBODY)::build);
        assertError(ErrorIds.INVALID_SETTING, "\"ws\"", () -> ThroughlineEndpoint.config("ws"));
        assertError(
                ErrorIds.INVALID_SETTING,
                "closeTimeout",
                () -> ThroughlineEndpoint.config("/ws").closeTimeout(Duration.ZERO));
        assertError(
                ErrorIds.INVALID_SETTING,
                "authenticationTimeout",
                () -> ThroughlineEndpoint.config("/ws").authenticationTimeout(Duration.ofSeconds(-1)));
        assertThrows(NullPointerException.class, () -> ThroughlineEndpoint.config(null));
        assertThrows(
                NullPointerException.class,
                () -> ThroughlineEndpoint.config("/ws").hub(null));
    }

    private static void assertError(ErrorId id, String named, Executable action) {
        RuntimeException failure = assertThrows(RuntimeException.class, action);
        assertEquals(id, ((IdentifiedError) failure).errorId());
        assertTrue(failure.getMessage().contains(named), failure.getMessage());
    }

    @Test
    void aConfigurationNamesPathAndSubprotocol() {
        ServerEndpointConfig config = ThroughlineEndpoint.config("/live/ws")
                .hub(Hub.create())
                .authenticator(ANYBODY)
                .build();
        assertEquals("/live/ws", config.getPath());
        assertEquals(List.of("throughline.v1.json"), config.getSubprotocols());
        assertEquals(ThroughlineEndpoint.class, config.getEndpointClass());
    }
}
