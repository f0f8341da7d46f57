// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.core.WebSocketManager;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One event to a user with several connections. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FanOutBenchmark {
    private static final UserId ALICE = UserId.of("alice");
    private static final RunId RUN = RunId.of("run-1");

    /** How many connections the user has. */
    @Param({"1", "10"})
    public int connections;

    private final WebSocketManager manager = new WebSocketManager();

    /** Attaches the connections. */
    @Setup
    public void connect() {
        for (int i = 0; i < connections; i++) {
            manager.addConnection(new CountingConnection(ALICE));
        }
    }

    /** Ends the hub. */
    @TearDown
    public void close() {
        manager.close();
    }

    /**
     * Sends one event.
     *
     * @return what the sender is answered
     */
    @Benchmark
    public CompletionStage<SendResult> sendOneEvent() {
        return manager.sendAgentThinking(ALICE, "about the sea", RUN);
    }
}
