// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEventTest {
    private static final RunId RUN = RunId.of("r1");

    @Test
    void a_map_is_taken_apart_into_ids_and_data() {
        AgentEvent event = AgentEvent.fromMap(
                "tool_executing",
                Map.of(
                        "run_id",
                        "r1",
                        "thread_id",
                        "t1",
                        "tool_name",
                        "search",
                        "tool_call_id",
                        "c1",
                        "arguments",
                        Map.of()));
        assertEquals(EventType.TOOL_EXECUTING, event.type());
        assertEquals(Optional.of(RUN), event.runId());
        assertEquals(Optional.of(ThreadId.of("t1")), event.threadId());
        assertEquals(Optional.of("c1"), event.toolCallId());
        assertEquals(Map.of("tool_name", "search", "tool_call_id", "c1", "arguments", Map.of()), event.data());
    }

    @ParameterizedTest
    @CsvSource({
        "agent_started, agent_name",
        "agent_thinking, thought",
        "tool_executing, tool_name",
        "tool_completed, result",
        "message_delta, message_id",
        "message_completed, message_id",
        "agent_completed, result",
        "agent_failed, error",
        "agent_cancelled, reason"
    })
    void a_missing_field_is_named(String type, String field) {
        InvalidArgumentException refused =
                assertThrows(InvalidArgumentException.class, () -> AgentEvent.fromMap(type, Map.of("run_id", "r1")));
        assertEquals(ErrorIds.INVALID_EVENT_DATA, refused.errorId());
        assertTrue(refused.getMessage().contains("\"" + field + "\""), refused.getMessage());
        InvalidArgumentException noRun =
                assertThrows(InvalidArgumentException.class, () -> AgentEvent.fromMap(type, Map.of(field, "x")));
        assertTrue(noRun.getMessage().contains("run id"), noRun.getMessage());
    }

    @Test
    void reserved_fields_of_a_wrong_type_are_refused() {
        for (String key : List.of("run_id", "thread_id", "tool_call_id", "tool_name")) {
            Map<String, Object> fields = new HashMap<>(Map.of("run_id", "r1", "tool_name", "search"));
            fields.put(key, 5);
            InvalidArgumentException refused =
                    assertThrows(InvalidArgumentException.class, () -> AgentEvent.fromMap("tool_executing", fields));
            assertTrue(refused.getMessage().contains("\"" + key + "\""), refused.getMessage());
        }
    }

    @Test
    void a_tool_may_end_with_an_error_instead_of_a_result() {
        AgentEvent event = AgentEvent.fromMap("tool_completed", Map.of("run_id", "r1", "error", "timeout"));
        assertEquals("timeout", event.data().get("error"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Agent", "agent-started", "1st", "hello", "gap", "ack", "heartbeat", "error", "drain"})
    void what_is_no_event_type_is_refused(String type) {
        InvalidArgumentException refused =
                assertThrows(InvalidArgumentException.class, () -> AgentEvent.fromMap(type, Map.of()));
        assertEquals(ErrorIds.INVALID_EVENT_TYPE, refused.errorId());
    }

    @Test
    void an_id_that_is_null_is_absent() {
        Map<String, Object> fields = new HashMap<>(Map.of("run_id", "r1", "thought", "t"));
        fields.put("thread_id", null);
        assertEquals(
                Optional.empty(), AgentEvent.fromMap("agent_thinking", fields).threadId());
        fields.put("run_id", null);
        assertThrows(InvalidArgumentException.class, () -> AgentEvent.fromMap("agent_thinking", fields));
    }

    @Test
    void an_application_has_types_of_its_own() {
        AgentEvent event = AgentEvent.fromMap("plan_updated", Map.of("steps", 3));
        assertEquals(EventClass.PROGRESS, event.type().eventClass());
        assertFalse(event.type().belongsToRun());
        assertEquals(Optional.empty(), event.runId());
    }

    @Test
    void the_text_of_an_event_shows_no_values() {
        AgentEvent event = AgentEvent.fromMap("agent_thinking", Map.of("run_id", "r1", "thought", "secret"));
        assertFalse(event.toString().contains("secret"));
    }

    @Test
    void a_tool_result_is_told_apart_from_the_fields_of_the_event() {
        assertEquals(
                Map.of("tool_name", "search", "status", "ok", "result", Map.of("hits", 3)),
                EventFields.ofToolResult(Map.of("tool_name", "search", "status", "ok", "hits", 3)));
        assertEquals(Map.of("result", 5), EventFields.ofToolResult(Map.of("result", 5)));
        assertEquals(Map.of("result", Map.of()), EventFields.ofToolResult(Map.of()));
    }

    @Test
    void a_call_id_of_the_applications_own_that_is_no_text_is_none() {
        AgentEvent event = AgentEvent.fromMap("plan_updated", Map.of("tool_call_id", 5));
        assertEquals(Optional.empty(), event.toolCallId());
    }

    @Test
    void a_tools_error_stands_in_place_of_a_result() {
        assertEquals(Map.of("error", "boom"), EventFields.ofToolResult(Map.of("error", "boom")));
        assertEquals(
                Map.of("error", "boom", "result", Map.of("hits", 0)),
                EventFields.ofToolResult(Map.of("error", "boom", "hits", 0)));
    }
}
