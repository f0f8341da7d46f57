// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TalkTest {
    private final Scene scene = new Scene(Duration.ofSeconds(1));
    private final Recorder recorder = scene.recorder;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void an_event_has_all_that_its_sender_gave_it() {
        scene.connect(scene.client());
        recorder.awaitOpen(1);
        var unused = scene.hub
                .manager()
                .sendAgentEvent(
                        Scene.ALICE,
                        "agent_started",
                        Map.of("run_id", "r1", "thread_id", "t1", "agent_name", "clerk", "half", "\ud83d"));
        recorder.awaitEvents(1);
        ClientEvent event = recorder.events.get(0);
        assertEquals("agent_started", event.type());
        assertEquals("r1", event.runId().orElseThrow());
        assertEquals("t1", event.threadId().orElseThrow());
        assertEquals(Map.of("agent_name", "clerk", "half", "\ud83d"), event.data());
        assertTrue(!event.id().isEmpty() && event.timestamp().toEpochMilli() > 0);
    }

    @Test
    void what_it_sends_reaches_the_handler_and_the_reply_comes_back() {
        scene.hub.onClientMessage("ask", message -> {
            var unused = message.reply(Map.of("echo", message.data()));
        });
        ThroughlineClient client = scene.connect(scene.client());
        assertThrows(
                CompletionException.class,
                () -> client.send("ask", Map.of()).toCompletableFuture().join());
        recorder.awaitOpen(1);
        Map<String, Object> question = Map.of("a", 1, "b", List.of("x", true), "c", Map.of());
        client.send("ask", question).toCompletableFuture().join();
        Await.until("the reply", () -> !recorder.messages.isEmpty());
        assertEquals(Map.of("echo", question), recorder.messages.get(0).data());
        assertTrue(recorder.messages.get(0).seq().isEmpty());
        client.send("nonsense", Map.of()).toCompletableFuture().join();
        Await.until("the error", () -> !recorder.errors.isEmpty());
        assertEquals("unknown_type", recorder.errors.get(0).code());
    }

    @Test
    void a_user_that_is_not_authenticated_is_refused() {
        scene.connect(ThroughlineClient.builder(scene.uri()));
        recorder.awaitState(ClientState.REFUSED);
        assertTrue(recorder.errors.get(0).message().startsWith("4401"), recorder.toString());
    }

    @Test
    void a_path_that_is_not_there_is_refused() {
        scene.connect(ThroughlineClient.builder(URI.create("ws://127.0.0.1:" + scene.proxy.port() + "/nowhere")));
        recorder.awaitState(ClientState.REFUSED);
    }

    @Test
    void a_user_that_the_application_disconnected_does_not_come_back() {
        scene.connect(scene.client());
        recorder.awaitOpen(1);
        var unused = scene.hub.manager().disconnectUser(Scene.ALICE);
        recorder.awaitState(ClientState.CLOSED);
    }

    @Test
    void closing_hangs_up_and_is_the_last_state() {
        ThroughlineClient client = scene.connect(scene.client());
        recorder.awaitOpen(1);
        client.close();
        client.close();
        recorder.awaitState(ClientState.CLOSED);
        Await.until("the server has seen it", () -> scene.server.openSockets() == 0);
        assertEquals(List.of(ClientState.CONNECTING, ClientState.OPEN, ClientState.CLOSED), recorder.states);
        assertEquals(ClientState.CLOSED, client.state());
    }

    @Test
    void what_makes_no_sense_is_refused() {
        ThroughlineClientBuilder builder = scene.client();
        assertThrows(IllegalArgumentException.class, () -> ThroughlineClient.builder(URI.create("http://localhost")));
        assertThrows(IllegalArgumentException.class, () -> builder.clientId("a b"));
        assertThrows(IllegalArgumentException.class, () -> builder.backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class, () -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> builder.connectTimeout(Duration.ZERO));
        assertThrows(NullPointerException.class, () -> builder.build(null));
    }
}
