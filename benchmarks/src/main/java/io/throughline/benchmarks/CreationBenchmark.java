// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Creation alone: by a factory, for as many users, and without one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CreationBenchmark {
    private static final int USERS = 10_000;

    private final Hub hub = Hub.create();
    private final UserExecutionContext[] contexts = new UserExecutionContext[USERS];
    private WebSocketManagerFactory factory = new WebSocketManagerFactory(hub);

    /** Names the users. */
    @Setup
    public void nameUsers() {
        for (int i = 0; i < USERS; i++) {
            contexts[i] = UserExecutionContext.of(UserId.of("user-" + i));
        }
    }

    /** Starts with an empty factory, since a factory holds what it made; an invocation takes milliseconds. */
    @Setup(Level.Invocation)
    public void emptyFactory() {
        factory = new WebSocketManagerFactory(hub);
    }

    /**
     * Creates one manager for each user.
     *
     * @param blackhole takes the managers
     */
    @Benchmark
    @OperationsPerInvocation(USERS)
    public void createIsolatedManager(Blackhole blackhole) {
        for (UserExecutionContext context : contexts) {
            blackhole.consume(factory.createIsolatedManager(context));
        }
    }

    /**
     * Creates managers, each with a hub of its own.
     *
     * @param blackhole takes the managers
     */
    @Benchmark
    @OperationsPerInvocation(USERS)
    public void newWebSocketManager(Blackhole blackhole) {
        for (int i = 0; i < USERS; i++) {
            blackhole.consume(new WebSocketManager());
        }
    }
}
