// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.RunId;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The life of an isolated manager from a factory over one hub, whose user has one connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ManagerLifeBenchmark {
    private static final UserExecutionContext CONTEXT = UserExecutionContext.of(UserId.of("alice"));
    private static final RunId RUN = RunId.of("run-1");

    private final WebSocketManagerFactory factory = new WebSocketManagerFactory();
    private final CountingConnection connection = new CountingConnection(CONTEXT.userId());

    /** Attaches the connection. */
    @Setup
    public void connect() {
        factory.hub().manager().addConnection(connection);
    }

    /** Ends the hub. */
    @TearDown
    public void close() {
        factory.close();
    }

    /**
     * Creates a manager, delivers one event, and cleans up.
     *
     * @return how much the connection was sent, which shows that it was
     */
    @Benchmark
    public long createDeliverCleanUp() {
        WebSocketManager manager = factory.createIsolatedManager(CONTEXT);
        manager.sendAgentThinking(CONTEXT.userId(), "about the sea", RUN);
        factory.cleanupManager(manager);
        return connection.messages();
    }

    /**
     * Creates a manager and cleans up.
     *
     * @return whether it was there to be cleaned up
     */
    @Benchmark
    public boolean createCleanUp() {
        return factory.cleanupManager(factory.createIsolatedManager(CONTEXT));
    }
}
