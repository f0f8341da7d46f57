// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import io.throughline.api.AgentEvent;
import io.throughline.api.ConnectionId;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.ThreadId;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.WebSocketManagerProtocol;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A call of each method of the protocol, with arguments that are right and what must be refused in their place. */
final class ProtocolCalls {
    /**
     * An argument.
     *
     * @param name the parameter's name, as error messages say it
     * @param valid what is right
     * @param refused blank, empty or impossible values
     */
    record Argument(String name, Object valid, List<Object> refused) {
        static Argument of(String name, Object valid, Object... refused) {
            return new Argument(name, valid, List.of(refused));
        }
    }

    /**
     * A call of a method.
     *
     * @param method the protocol's method
     * @param arguments one for each parameter
     */
    record ProtocolCall(Method method, List<Argument> arguments) {
        Object[] valid() {
            return arguments.stream().map(Argument::valid).toArray();
        }

        Object[] validBut(int index, Object other) {
            Object[] values = valid();
            values[index] = other;
            return values;
        }

        /** Calls through the protocol; what the manager throws comes out as it is. */
        Object on(WebSocketManagerProtocol manager, Object... values) throws Throwable {
            try {
                return method.invoke(manager, values);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @Override
        public String toString() {
            return method.getName()
                    + arguments.stream()
                            .map(Argument::name)
                            .toList()
                            .toString()
                            .replace('[', '(')
                            .replace(']', ')');
        }
    }

    private static final Object NO_JSON = new Object();
    private static final Map<String, Object> TOO_LARGE = Map.of("text", "x".repeat(1024 * 1024));

    private ProtocolCalls() {}

    /** Answers a call for each method, on behalf of a user and a connection of that user. */
    static List<ProtocolCall> of(UserId user, WebSocketConnection connection) {
        Argument userId = Argument.of("userId", user);
        Argument runId = Argument.of("runId", RunId.random());
        Argument connectionId = Argument.of("connectionId", ConnectionId.random());
        AgentEvent event = AgentEvent.builder(EventType.AGENT_THINKING)
                .runId(RunId.of("run"))
                .put("thought", "hm")
                .build();
        AgentEvent unsendable = event.toBuilder().put("value", NO_JSON).build();
        Map<String, Object> data = Map.of("run_id", "run", "thought", "hm");
        Object[] wrongMaps = {Map.of("value", Double.NaN), Map.of("value", NO_JSON), Map.of(1, "key"), TOO_LARGE};
        return List.of(
                call("addConnection", Argument.of("connection", connection)),
                call("removeConnection", connectionId),
                call("sendMessage", userId, Argument.of("message", Map.of("text", "hi"), plus(wrongMaps, Map.of()))),
                call("sendAgentEvent", userId, Argument.of("event", event, unsendable)),
                call(
                        "sendAgentEvent",
                        userId,
                        Argument.of("eventType", "agent_thinking", "", " ", "Agent Thinking", "hello", "agent_started"),
                        Argument.of(
                                "data",
                                data,
                                plus(wrongMaps, Map.of(), Map.of("run_id", " ", "thought", ""), Map.of("run_id", 1)))),
                call("sendAgentStarted", userId, Argument.of("agentName", "assistant", "", " "), runId),
                call("sendAgentThinking", userId, Argument.of("thought", "hm"), runId),
                call("sendToolExecuting", userId, Argument.of("toolName", "search", "", " "), runId),
                call(
                        "sendToolCompleted",
                        userId,
                        Argument.of("toolResult", Map.of(), plus(wrongMaps, Map.of("tool_name", 1))),
                        runId),
                call("sendAgentCompleted", userId, Argument.of("result", Map.of(), wrongMaps), runId),
                call("getConnectionCount"),
                call("getUserConnections", userId),
                call("getConnectionInfo", connectionId),
                call("disconnectUser", userId),
                call("getConnectionIdByWebSocket", Argument.of("webSocket", new Object())),
                call("updateConnectionThread", connectionId, Argument.of("threadId", ThreadId.of("thread"))),
                call("capabilities"),
                call("close"));
    }

    private static Object[] plus(Object[] some, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(some));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    private static ProtocolCall call(String name, Argument... arguments) {
        Method method = Arrays.stream(WebSocketManagerProtocol.class.getMethods())
                .filter(candidate -> candidate.getName().equals(name) && takes(candidate, arguments))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the protocol has no such method: " + name));
        return new ProtocolCall(method, List.of(arguments));
    }

    private static boolean takes(Method method, Argument... arguments) {
        Class<?>[] types = method.getParameterTypes();
        boolean fits = types.length == arguments.length;
        for (int i = 0; fits && i < types.length; i++) {
            fits = types[i].isInstance(arguments[i].valid());
        }
        return fits;
    }
}
