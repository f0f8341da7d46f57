// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.RequestId;
import io.throughline.api.RunId;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ReceivedFrame;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

@Tag("constructor")
class ConstructorChecksTest {

    @Once
    void factory_constructor_signature_consistency() throws Exception {
        Constructor<?>[] constructors = WebSocketManager.class.getConstructors();
        assertEquals(1, constructors.length, "public constructors of WebSocketManager");
        assertEquals(0, constructors[0].getParameterCount());

        Method ofFactory = WebSocketManagerFactory.class.getMethod("createIsolatedManager", UserExecutionContext.class);
        Method ofManager = WebSocketManager.class.getMethod("fromUserContext", UserExecutionContext.class);
        assertTrue(Modifier.isStatic(ofManager.getModifiers()));
        assertEquals(ofManager.getGenericReturnType(), ofFactory.getGenericReturnType());
        assertEquals(WebSocketManager.class, ofFactory.getReturnType());
        assertEquals(List.of(ofManager.getGenericParameterTypes()), List.of(ofFactory.getGenericParameterTypes()));
        assertEquals(List.of(ofManager.getExceptionTypes()), List.of(ofFactory.getExceptionTypes()));
        assertEquals(1, named(WebSocketManagerFactory.class, "createIsolatedManager"), "overloads");
        assertEquals(1, named(WebSocketManager.class, "fromUserContext"), "overloads");
    }

    private static long named(Class<?> type, String method) {
        return List.of(type.getMethods()).stream()
                .filter(candidate -> candidate.getName().equals(method))
                .count();
    }

    @EveryManager
    void manager_initialization_parameter_validation(ManagerSubject subject) {
        NotApplicable.unless(subject.isBoundToUser(), "it is made without parameters");
        try (ManagerSource source = subject.open()) {
            NullPointerException none = assertThrows(
                    NullPointerException.class, () -> source.create((UserExecutionContext) null), "a null context");
            assertEquals("context", none.getMessage());
            List<Function<String, Object>> ids = List.of(
                    UserId::of,
                    text -> UserExecutionContext.builder(Users.ALICE).threadId(ThreadId.of(text)),
                    text -> UserExecutionContext.builder(Users.ALICE).runId(RunId.of(text)),
                    text -> UserExecutionContext.builder(Users.ALICE).requestId(RequestId.of(text)));
            for (Function<String, Object> id : ids) {
                assertThrows(NullPointerException.class, () -> id.apply(null));
                for (String wrong : List.of("", " ", "\t\n", "a\u0000b", "\ud800", "x".repeat(257))) {
                    InvalidArgumentException refused =
                            assertThrows(InvalidArgumentException.class, () -> id.apply(wrong), wrong);
                    assertEquals(ErrorIds.INVALID_IDENTIFIER, refused.errorId());
                }
            }
            NullPointerException noUser = assertThrows(NullPointerException.class, () -> UserExecutionContext.of(null));
            assertEquals("userId", noUser.getMessage());
            assertNotNull(source.create(Users.ALICE), "after refusals a right context is taken");
        }
    }

    @EveryManager
    void factory_delegation_consistency(ManagerSubject subject) {
        try (ManagerSource source = subject.open()) {
            int created = 0;
            for (UserId user : Users.many(20)) {
                UserExecutionContext context = Users.inThread(user, "thread of " + user);
                WebSocketManagerProtocol manager = source.create(context);
                assertNotNull(manager);
                InMemoryConnection connection = InMemoryConnection.open(user);
                assertTrue(manager.addConnection(connection));
                manager.sendAgentThinking(user, "hello", RunId.random());
                ReceivedFrame event = GoldenRun.awaitEvents(connection, 1).get(0);
                assertEquals(Optional.of(user.value()), event.field("user_id"));
                if (subject.isBoundToUser()) {
                    assertEquals(Optional.of("thread of " + user), event.field("thread_id"));
                    assertEquals(1, manager.getConnectionCount());
                }
                if (manager instanceof WebSocketManager canonical && subject.isBoundToUser()) {
                    assertSame(context, canonical.userContext().orElseThrow());
                }
                created++;
            }
            assertEquals(20, created);
        }
    }

    @Once
    void manager_dependency_injection_consistency() throws Exception {
        List<Wiring> wirings = List.of(Wiring.plain(), Wiring.built(), Wiring.injected());
        try {
            List<String> first = wirings.get(0).describe();
            for (Wiring wiring : wirings.subList(1, wirings.size())) {
                assertEquals(first, wiring.describe(), wiring.name());
            }
        } finally {
            wirings.forEach(Wiring::close);
        }
    }
}
