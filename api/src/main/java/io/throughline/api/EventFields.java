// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that events must have, and how the five golden path methods lay theirs out. */
final class EventFields {
    static final String TOOL_CALL_ID = "tool_call_id";

    private static final List<String> TEXTS =
            List.of("agent_name", "tool_name", TOOL_CALL_ID, "thought", "message_id", "delta");

    private static final List<String> OF_TOOL_COMPLETED =
            List.of("tool_name", TOOL_CALL_ID, "status", "error", "duration_ms");

    private EventFields() {}

    static void checkComplete(EventType type, @Nullable RunId runId, Map<String, @Nullable Object> data) {
        if (type.belongsToRun() && runId == null) {
            throw invalid(type, "has no run id. Set runId, or \"run_id\" in the map.");
        }
        for (String required : type.requiredData()) {
            boolean present = false;
            for (String alternative : required.split("\\|", -1)) {
                present |= data.containsKey(alternative);
            }
            if (!present) {
                throw invalid(type, "lacks \"" + required.replace("|", "\" or \"") + "\" in its data.");
            }
        }
        for (String text : TEXTS) {
            checkText(type, data, text);
        }
    }

    private static void checkText(EventType type, Map<String, @Nullable Object> data, String key) {
        if (!type.belongsToRun() || !data.containsKey(key)) {
            return;
        }
        boolean mayBeEmpty = key.equals("thought") || key.equals("delta");
        if (!(data.get(key) instanceof String text) || (!mayBeEmpty && text.isBlank())) {
            throw invalid(type, "has a \"" + key + "\" that is not a text" + (mayBeEmpty ? "." : " or is blank."));
        }
    }

    static @Nullable String removeText(EventType type, Map<String, @Nullable Object> data, String key) {
        if (!data.containsKey(key)) {
            return null;
        }
        Object value = data.remove(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw invalid(type, "has a \"" + key + "\" that is not a text.");
    }

    /** Lifts the reserved keys out of a tool's result; what remains is the result, if there is no error instead. */
    static Map<String, @Nullable Object> ofToolResult(Map<String, ? extends @Nullable Object> toolResult) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        Map<String, @Nullable Object> result = new LinkedHashMap<>(toolResult);
        for (String key : OF_TOOL_COMPLETED) {
            if (result.containsKey(key)) {
                data.put(key, result.remove(key));
            }
        }
        boolean wrapped = result.size() == 1 && result.containsKey("result");
        if (data.get("error") == null || !result.isEmpty()) {
            data.put("result", wrapped ? result.get("result") : result);
        }
        return data;
    }

    private static InvalidArgumentException invalid(EventType type, String problem) {
        return new InvalidArgumentException(ErrorIds.INVALID_EVENT_DATA, "an event of type " + type + " " + problem);
    }
}
