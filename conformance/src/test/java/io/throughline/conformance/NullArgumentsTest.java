// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.throughline.api.AgentEvent;
import io.throughline.api.CloseReason;
import io.throughline.api.ConnectionId;
import io.throughline.api.ConnectionInfo;
import io.throughline.api.ConnectionRefusedException;
import io.throughline.api.EncodedMessage;
import io.throughline.api.ErrorId;
import io.throughline.api.ErrorIds;
import io.throughline.api.EventClass;
import io.throughline.api.EventType;
import io.throughline.api.JsonPayload;
import io.throughline.api.LogPosition;
import io.throughline.api.MessageBatch;
import io.throughline.api.RequestId;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.ThreadId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.spi.AdaptationContext;
import io.throughline.api.spi.Admission;
import io.throughline.api.spi.Authentication;
import io.throughline.api.spi.Authenticator;
import io.throughline.api.spi.ConnectOptions;
import io.throughline.api.spi.EventFrame;
import io.throughline.api.spi.Gap;
import io.throughline.api.spi.HandshakeRequest;
import io.throughline.api.spi.LogEntry;
import io.throughline.api.spi.LogGap;
import io.throughline.api.spi.LogRecord;
import io.throughline.auth.jwt.JwtAuthenticator;
import io.throughline.client.FirstCursor;
import io.throughline.client.ThroughlineClient;
import io.throughline.core.AdapterRegistry;
import io.throughline.core.Agent;
import io.throughline.core.AgentRun;
import io.throughline.core.ConnectionAcceptor;
import io.throughline.core.DrainOptions;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.TicketAuthenticator;
import io.throughline.core.WebSocketEventValidator;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import io.throughline.jakarta.endpoint.OriginPolicy;
import io.throughline.jakarta.endpoint.RequestedOrigin;
import io.throughline.jakarta.endpoint.ThroughlineEndpoint;
import io.throughline.jakarta.endpoint.TrustedProxies;
import io.throughline.testkit.Await;
import io.throughline.testkit.FaultProxy;
import io.throughline.testkit.FrozenReader;
import io.throughline.testkit.InMemoryConnection;
import io.throughline.testkit.ManualClock;
import io.throughline.testkit.ProxiedConnection;
import io.throughline.testkit.ReceivedFrame;
import io.throughline.tyrus.RouteResponse;
import io.throughline.tyrus.ThroughlineServer;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Null at every public constructor and method, wherever it is not said to be allowed, is refused at once and by name. */
class NullArgumentsTest {
    private static final UserId USER = UserId.of("alice");
    private static final Hub HUB = Hub.create();
    private static final ExecutionEngine ENGINE = new ExecutionEngine(new WebSocketNotifier(HUB.manager()));

    private static final FaultProxy PROXY = FaultProxy.to(1);
    private static final URI CLIENT_URI = URI.create("ws://127.0.0.1:1/ws");
    private static final ThroughlineClient CLIENT =
            ThroughlineClient.builder(CLIENT_URI).build(event -> {});

    /** What never throws, by contract: what agents call, and what managers tell. */
    private static final Set<String> NEVER_THROW = Set.of(
            "WebSocketNotifier.sendEvent",
            "ExecutionEngine.notifyEvent",
            "WebSocketEventValidator.onEvent",
            "WebSocketEventValidator.onOutOfOrder",
            "WebSocketEventValidator.onConnectionAdded",
            "WebSocketEventValidator.onConnectionRemoved",
            "WebSocketEventValidator.onAcknowledged",
            "WebSocketEventValidator.onGap");

    private static final List<Class<?>> STATICS = List.of(
            UserId.class,
            ConnectionId.class,
            ThreadId.class,
            RunId.class,
            RequestId.class,
            ErrorId.class,
            EventType.class,
            AgentEvent.class,
            JsonPayload.class,
            LogPosition.class,
            SendResult.class,
            CloseReason.class,
            EncodedMessage.class,
            MessageBatch.class,
            ConnectionInfo.class,
            UserExecutionContext.class,
            Authentication.class,
            Authenticator.class,
            TicketAuthenticator.class,
            ConnectionAcceptor.class,
            JwtAuthenticator.class,
            HandshakeRequest.class,
            EventFrame.class,
            LogEntry.class,
            LogGap.class,
            LogRecord.class,
            Gap.class,
            Admission.class,
            ConnectionRefusedException.class,
            Agent.class,
            AgentRun.class,
            WebSocketManager.class,
            WebSocketManagerFactory.class,
            WebSocketNotifier.class,
            ExecutionEngine.class,
            OriginPolicy.class,
            TrustedProxies.class,
            DrainOptions.class,
            ThroughlineEndpoint.class,
            RouteResponse.class,
            Await.class,
            ReceivedFrame.class,
            InMemoryConnection.class,
            FaultProxy.class,
            FrozenReader.class,
            ManualClock.class,
            ThroughlineClient.class,
            FirstCursor.class);

    private static final List<Object> OBJECTS = List.of(
            ErrorIds.CLOSED,
            AgentEvent.builder(EventType.MESSAGE),
            ConnectionInfo.builder(ConnectionId.of("c"), USER, Instant.EPOCH),
            UserExecutionContext.builder(USER),
            AdaptationContext.builder(),
            ConnectOptions.builder(),
            HandshakeRequest.builder("/ws"),
            LogRecord.builder("id", Instant.EPOCH, EventClass.PROGRESS, EventFrame.of(new byte[1], new byte[1])),
            HandshakeRequest.builder("/ws").build(),
            ConnectionAcceptor.builder(),
            ConnectionAcceptor.builder()
                    .hub(HUB)
                    .authenticator(TicketAuthenticator.builder().build())
                    .build(),
            TicketAuthenticator.builder(),
            TicketAuthenticator.builder().build(),
            JwtAuthenticator.builder(),
            JwtAuthenticator.builder()
                    .secret(new byte[32])
                    .algorithms("HS256")
                    .anyIssuer()
                    .anyAudience()
                    .build(),
            HUB,
            Hub.builder(),
            DrainOptions.builder(),
            OriginPolicy.sameOrigin(),
            TrustedProxies.none(),
            HUB.manager(),
            WebSocketManager.builder(),
            new WebSocketManagerFactory(HUB),
            new WebSocketNotifier(HUB.manager()),
            ENGINE,
            ENGINE.start(UserExecutionContext.of(USER), Agent.of("agent", run -> Map.of())),
            new WebSocketEventValidator(),
            AdapterRegistry.builder().withoutDiscovery().build(),
            AdapterRegistry.builder(),
            ThroughlineEndpoint.config("/ws"),
            ThroughlineServer.builder(),
            InMemoryConnection.open(USER),
            InMemoryConnection.builder(USER),
            PROXY,
            CLIENT,
            ThroughlineClient.builder(CLIENT_URI));

    @AfterAll
    static void close() {
        CLIENT.close();
        PROXY.close();
        ENGINE.close();
        HUB.close();
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> null_is_refused() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> type : STATICS) {
            Arrays.stream(type.getConstructors()).forEach(constructor -> addTests(tests, type, null, constructor));
            methods(type)
                    .filter(method -> Modifier.isStatic(method.getModifiers()))
                    .forEach(method -> addTests(tests, type, null, method));
        }
        for (Object object : OBJECTS) {
            methods(object.getClass())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .forEach(method -> addTests(tests, object.getClass(), object, method));
        }
        assertTrue(tests.size() > 150, "only " + tests.size() + " parameters were found");
        return tests.stream();
    }

    private static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class && !method.isBridge())
                .filter(method -> !method.getName().equals("equals"))
                .filter(method -> !NEVER_THROW.contains(type.getSimpleName() + "." + method.getName()));
    }

    private static void addTests(List<DynamicTest> tests, Class<?> type, @Nullable Object target, Executable called) {
        for (int i = 0; i < called.getParameterCount(); i++) {
            boolean mayBeNull = called.getAnnotatedParameterTypes()[i].isAnnotationPresent(Nullable.class);
            if (!called.getParameterTypes()[i].isPrimitive() && !mayBeNull) {
                int index = i;
                String name = type.getName().substring(type.getPackageName().length() + 1) + "." + called.getName()
                        + "#" + i + " of " + Arrays.toString(called.getParameterTypes());
                tests.add(dynamicTest(name, () -> assertRefused(target, called, index)));
            }
        }
    }

    private static void assertRefused(@Nullable Object target, Executable called, int index) throws Exception {
        Object[] arguments = Arrays.stream(called.getParameterTypes())
                .map(NullArgumentsTest::sample)
                .toArray();
        arguments[index] = null;
        try {
            if (called instanceof Method method) {
                method.invoke(target, arguments);
            } else {
                ((Constructor<?>) called).newInstance(arguments);
            }
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getTargetException();
            boolean byName = thrown instanceof NullPointerException
                    && thrown.getMessage() != null
                    && thrown.getMessage().matches("[a-zA-Z][a-zA-Z0-9.()]*");
            assertTrue(byName, called + " answered null as argument " + index + " with " + thrown);
            return;
        }
        throw new AssertionError(called + " accepted null as argument " + index);
    }

    private static Object sample(Class<?> type) {
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        if (type == String.class) {
            return "word";
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isInterface()) {
            return Map.class == type
                    ? Map.of("k", "v")
                    : List.class == type
                            ? List.of()
                            : Proxy.newProxyInstance(
                                    type.getClassLoader(),
                                    new Class<?>[] {type},
                                    (proxy, method, a) -> method.getReturnType().isPrimitive()
                                            ? sample(method.getReturnType())
                                            : null);
        }
        return SAMPLES.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of " + type));
    }

    private static final List<Object> SAMPLES = List.of(
            Gap.ofUnknownExtent("epoch_changed"),
            USER,
            CLIENT_URI,
            FirstCursor.live(),
            InetSocketAddress.createUnresolved("localhost", 1),
            ProxiedConnection.Ending.FAULT,
            ConnectionId.of("c"),
            ThreadId.of("t"),
            RunId.of("r"),
            RequestId.of("q"),
            ErrorIds.CLOSED,
            EventType.MESSAGE,
            new LogPosition("e", 1),
            CloseReason.DONE,
            EncodedMessage.ofText("{}"),
            UserExecutionContext.of(USER),
            AgentEvent.builder(EventType.MESSAGE).build(),
            AdaptationContext.defaults(),
            ConnectOptions.live(),
            HandshakeRequest.builder("/ws").build(),
            HUB,
            new WebSocketNotifier(HUB.manager()),
            ConnectionInfo.builder(ConnectionId.of("c"), USER, Instant.EPOCH).build(),
            MessageBatch.of(EncodedMessage.ofText("{}")),
            OriginPolicy.sameOrigin(),
            new RequestedOrigin(null, null),
            DrainOptions.defaults(),
            tls(),
            InetAddress.getLoopbackAddress(),
            new String[] {"127.0.0.1"},
            new Authenticator[] {TicketAuthenticator.builder().build()},
            ByteBuffer.allocate(1),
            Instant.EPOCH,
            new IllegalStateException("a sample"),
            NullArgumentsTest.class.getClassLoader(),
            new byte[0],
            EventFrame.of(new byte[1], new byte[1]),
            Path.of("sample"));
}
