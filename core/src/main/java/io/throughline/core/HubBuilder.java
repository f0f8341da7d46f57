// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.api.spi.EventLogFactory;
import io.throughline.core.internal.hub.ConnectionSettings;
import io.throughline.core.internal.hub.HubCore;
import io.throughline.core.internal.hub.HubSettings;
import io.throughline.core.internal.hub.LimitSettings;
import io.throughline.core.internal.hub.LimitSettings.Rate;
import io.throughline.core.internal.hub.LogSettings;
import io.throughline.core.internal.hub.RunSettings;
import io.throughline.core.internal.hub.Ticker;
import io.throughline.core.internal.log.LogBounds;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link Hub}; to be used by one thread. */
public final class HubBuilder {
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(50);
    private static final Duration SHORTEST_AGE = Duration.ofMillis(1);
    private static final Duration LONGEST_AGE = Duration.ofDays(3_650);
    private static final Duration LONGEST_HEARTBEAT = Duration.ofDays(1);
    private static final Duration LONGEST_RUN_IDLE_TIMEOUT = Duration.ofDays(3_650);

    private int maxMessageBytes = 256 * 1024;
    private int maxInboundBytes = 64 * 1024;
    private int logMaxEntries = 10_000;
    private long logMaxBytes = 4L * 1024 * 1024;
    private Duration logMaxAge = Duration.ofHours(1);
    private int logLiveWindow = 100;
    private @Nullable Long logBudgetBytes;
    private @Nullable EventLogFactory eventLogs;
    private Duration idleLogRetention = Duration.ofMinutes(5);
    private Duration heartbeat = Duration.ofSeconds(25);
    private @Nullable Duration pongTimeout;
    private Duration writeTimeout = Duration.ofSeconds(30);
    private boolean strictRuns;
    private Duration runIdleTimeout = Duration.ofHours(1);
    private int maxConnections = 50_000;
    private int maxConnectionsPerUser = 64;
    private Rate handshakeRate = new Rate(1_000, 2_000);
    private Rate inboundRate = new Rate(50, 200);
    private InstantSource clock = Clock.systemUTC();
    private Function<Object, @Nullable Object> valueMapper = value -> null;
    private Executor executor = ForkJoinPool.commonPool();
    private final List<DeliveryListener> listeners = new ArrayList<>();

    HubBuilder() {}

    /**
     * Bounds what is sent: the size of one encoded event or message.
     *
     * @param bytes 1,024 or more; 256 KiB unless set
     * @return this builder
     */
    public HubBuilder maxMessageBytes(int bytes) {
        this.maxMessageBytes = (int) atLeast(1024, "maxMessageBytes", bytes);
        return this;
    }

    /**
     * Bounds what clients send: the size of one text message; a larger one closes the connection with 1009.
     *
     * @param bytes 128 or more; 64 KiB unless set
     * @return this builder
     */
    public HubBuilder maxInboundBytes(int bytes) {
        this.maxInboundBytes = (int) atLeast(128, "maxInboundBytes", bytes);
        return this;
    }

    /**
     * Bounds a user's log by the number of its events.
     *
     * <p>Beyond a bound, events make room in this order: whole finished runs and events of no run, those that ended first
     * before the others; then progress of open runs; then lifecycle of open runs. The {@linkplain #logLiveWindow newest
     * events} are spared as long as progress of an open run or anything finished stands outside them. Connections are
     * told of every hole that they meet.
     *
     * @param entries 1 or more; 10,000 unless set
     * @return this builder
     */
    public HubBuilder logMaxEntries(int entries) {
        this.logMaxEntries = (int) atLeast(1, "logMaxEntries", entries);
        return this;
    }

    /**
     * Bounds a user's log by the size of its encoded events; the newest is always kept.
     *
     * @param bytes 1,024 or more; 4 MiB unless set
     * @return this builder
     */
    public HubBuilder logMaxBytes(long bytes) {
        this.logMaxBytes = atLeast(1024, "logMaxBytes", bytes);
        return this;
    }

    /**
     * Bounds what is kept of a user's log by age: a finished run goes when its last event is as old, another event when it
     * is itself.
     *
     * <p>Lifecycle events of a run stay while it is open. An event goes at the user's next one, or within a sixtieth of the
     * bound, at most a minute, after its time.
     *
     * @param age 1 millisecond to 3,650 days; 1 hour unless set; never null
     * @return this builder
     */
    public HubBuilder logMaxAge(Duration age) {
        Objects.requireNonNull(age, "age");
        if (age.compareTo(SHORTEST_AGE) < 0 || age.compareTo(LONGEST_AGE) > 0) {
            throw invalid("logMaxAge is " + age + ". Set 1 millisecond to 3,650 days.");
        }
        this.logMaxAge = age;
        return this;
    }

    /**
     * Sets how many of a log's newest events are spared while others can go, so that a connection that is behind by less
     * meets no hole.
     *
     * <p>They go after all when nothing but lifecycle events of open runs stands outside them, when they alone exceed
     * {@link #logMaxBytes}, when they are {@linkplain #logMaxAge too old}, or when all logs exceed {@link #logBudgetBytes}.
     *
     * @param entries 1 or more; more than half of {@link #logMaxEntries} counts as half; 100 unless set
     * @return this builder
     */
    public HubBuilder logLiveWindow(int entries) {
        this.logLiveWindow = (int) atLeast(1, "logLiveWindow", entries);
        return this;
    }

    /**
     * Bounds all logs of the hub together by the size of their encoded events. In the heap an event takes some 150 bytes
     * more.
     *
     * <p>Beyond it, users without connection and open run give up events first, the least recently active before the
     * others, then all others likewise; each by the order of its own log. The idle whose log is empty then are forgotten.
     * The order of users is exact to the second.
     *
     * @param bytes at least {@link #maxMessageBytes}; a quarter of the largest heap of the JVM unless set
     * @return this builder
     */
    public HubBuilder logBudgetBytes(long bytes) {
        this.logBudgetBytes = atLeast(1024, "logBudgetBytes", bytes);
        return this;
    }

    /**
     * Keeps events in logs of one's own instead of in memory.
     *
     * <p>The bounds of logs are then the engine's own, but for {@link #logBudgetBytes}, against which counts what it says
     * that it holds.
     *
     * @param factory opens logs; closed by its owner, after the hub; never null
     * @return this builder
     */
    public HubBuilder eventLogs(EventLogFactory factory) {
        this.eventLogs = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets how long the log of a user stays who has no connection, no open run, and is sent nothing.
     *
     * @param retention zero frees it at once; 5 minutes unless set; never null
     * @return this builder
     */
    public HubBuilder idleLogRetention(Duration retention) {
        Objects.requireNonNull(retention, "retention");
        if (retention.isNegative()) {
            throw invalid("idleLogRetention is " + retention + ". Set zero or more.");
        }
        this.idleLogRetention = retention;
        return this;
    }

    /**
     * Sets after how much silence a connection is sent a heartbeat; clients learn it from the first frame.
     *
     * @param interval 50 ms to one day; 25 seconds unless set; never null
     * @return this builder
     */
    public HubBuilder heartbeat(Duration interval) {
        this.heartbeat = watched("heartbeat", "interval", interval);
        return this;
    }

    /**
     * Sets how long a client may leave a ping unanswered; then its connection is closed with 4408.
     *
     * <p>A client from which nothing came for the {@linkplain #heartbeat interval of heartbeats} is sent a ping, which every
     * WebSocket client answers by itself; whatever comes from it counts as the answer. With the defaults a dead client is
     * noticed 50 to 65 seconds after its last word: twice the 25 seconds, and up to three looks of a ticker that looks at a
     * fifth of the shortest of these times, 10 ms to 5 seconds. A ping waits behind what the network still holds, so the
     * time bounds how slowly a client may read too. Transports that cannot ping find no dead clients by this.
     *
     * @param timeout 50 ms to one day; as long as the interval of heartbeats unless set; never null
     * @return this builder
     */
    public HubBuilder pongTimeout(Duration timeout) {
        this.pongTimeout = watched("pongTimeout", "timeout", timeout);
        return this;
    }

    /**
     * Says what becomes of events that come out of order in their run: a run that was not started or is started twice, the
     * end of a tool's call that is not open, a call whose id is open already, a message that goes on after its end.
     *
     * <p>Whatever is set here, what follows the terminal event of a run is refused, and {@code docs/WIRE.md} has the rules.
     *
     * @param strict true refuses such events; false, unless set, delivers and counts them, since legacy senders may not keep
     *     the order
     * @return this builder
     */
    public HubBuilder strictRuns(boolean strict) {
        this.strictRuns = strict;
        return this;
    }

    /**
     * Sets after how much silence an open run is ended by the hub, with {@code agent_failed} of the code
     * {@code deadline_exceeded}: since its sender died, or forgot to say that the run has ended.
     *
     * @param timeout 1 millisecond to 3,650 days, looked at every few seconds; 1 hour unless set; longer than the longest
     *     time that an agent waits for a tool or a person; never null
     * @return this builder
     */
    public HubBuilder runIdleTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_RUN_IDLE_TIMEOUT) > 0) {
            throw invalid("runIdleTimeout is " + timeout + ". Set 1 millisecond to 3,650 days.");
        }
        this.runIdleTimeout = timeout;
        return this;
    }

    /**
     * Bounds how many connections there may be; more are refused by HTTP with 503, or closed with 1013.
     *
     * @param connections 1 or more; 50,000 unless set
     * @return this builder
     */
    public HubBuilder maxConnections(int connections) {
        this.maxConnections = (int) atLeast(1, "maxConnections", connections);
        return this;
    }

    /**
     * Sets how long one write may stay in flight; then its connection is closed with 4408 and forgotten.
     *
     * <p>A write is up to 64 events of 64 KiB together, or one larger event, with the direct messages that waited. A client
     * that reads at all takes it within this time; one that has stopped would else hold it for ever. It is noticed up to
     * two looks late, as {@link #pongTimeout} says.
     *
     * @param timeout 50 ms to one day; 30 seconds unless set; never null
     * @return this builder
     */
    public HubBuilder writeTimeout(Duration timeout) {
        this.writeTimeout = watched("writeTimeout", "timeout", timeout);
        return this;
    }

    private static Duration watched(String setting, String parameter, Duration value) {
        Objects.requireNonNull(value, parameter);
        if (value.compareTo(SHORTEST_HEARTBEAT) < 0 || value.compareTo(LONGEST_HEARTBEAT) > 0) {
            throw invalid(setting + " is " + value + ". Set 50 milliseconds to one day.");
        }
        return value;
    }

    /**
     * Bounds how many connections one user may have; more are closed with 4429.
     *
     * @param connections 1 or more; 64 unless set
     * @return this builder
     */
    public HubBuilder maxConnectionsPerUser(int connections) {
        this.maxConnectionsPerUser = (int) atLeast(1, "maxConnectionsPerUser", connections);
        return this;
    }

    /**
     * Bounds how fast clients may come, over all transports of the hub; more are refused by HTTP with 429, or closed with
     * 4429.
     *
     * @param perSecond how many handshakes a second in the long run, 1 or more; 1,000 unless set
     * @param burst how many at once after a pause, 1 or more; 2,000 unless set
     * @return this builder
     */
    public HubBuilder handshakeRate(int perSecond, int burst) {
        this.handshakeRate = rate("handshakeRate", perSecond, burst);
        return this;
    }

    /**
     * Bounds how fast each client may send; one that sends faster is closed with 4429.
     *
     * <p>All text messages count, invalid ones too, but not an acknowledgement of events that were not acknowledged
     * before: of these there are no more than events.
     *
     * @param perSecond how many messages a second in the long run, 1 or more; 50 unless set
     * @param burst how many at once after a pause, 1 or more; 200 unless set
     * @return this builder
     */
    public HubBuilder inboundRate(int perSecond, int burst) {
        this.inboundRate = rate("inboundRate", perSecond, burst);
        return this;
    }

    private static Rate rate(String setting, int perSecond, int burst) {
        atLeast(1, setting + " a second", perSecond);
        atLeast(1, setting + "'s burst", burst);
        return new Rate(perSecond, burst);
    }

    /**
     * Sets the clock for timestamps, heartbeats, retention, rates and draining.
     *
     * @param clock the system's UTC clock unless set; never null
     * @return this builder
     */
    public HubBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Lets payloads hold objects that are no JSON values, such as records.
     *
     * @param mapper thread-safe; answers a map, a list or a scalar for an object, or null for what it does not know; never
     *     null
     * @return this builder
     */
    public HubBuilder valueMapper(Function<Object, @Nullable Object> mapper) {
        this.valueMapper = Objects.requireNonNull(mapper, "mapper");
        return this;
    }

    /**
     * Adds a listener; listeners are told in the order in which they were added.
     *
     * @param listener the listener; never null
     * @return this builder
     */
    public HubBuilder listener(DeliveryListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Sets what goes on with long deliveries, so that no sender is held up by them, and what answers senders whose event a
     * log took later than on the spot.
     *
     * @param executor the common pool unless set; never null
     * @return this builder
     */
    public HubBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Makes the hub.
     *
     * @return the hub; never null
     * @throws InvalidArgumentException if {@code logBudgetBytes} is less than {@code maxMessageBytes}
     */
    public Hub build() {
        WebSocketEventValidator validator = new WebSocketEventValidator();
        List<DeliveryListener> all = new ArrayList<>();
        all.add(validator);
        all.addAll(listeners);
        HubSettings settings = new HubSettings(
                maxMessageBytes,
                new LogSettings(
                        new LogBounds(logMaxEntries, logMaxBytes, logMaxAge, logLiveWindow),
                        budgetBytes(),
                        idleLogRetention,
                        eventLogs),
                new ConnectionSettings(
                        maxInboundBytes, heartbeat, Objects.requireNonNullElse(pongTimeout, heartbeat), writeTimeout),
                new RunSettings(strictRuns, runIdleTimeout),
                new LimitSettings(maxConnections, maxConnectionsPerUser, handshakeRate, inboundRate),
                clock,
                valueMapper,
                all,
                Ticker.shared(),
                executor);
        return new Hub(new HubCore(settings), validator);
    }

    private long budgetBytes() {
        if (logBudgetBytes == null) {
            return Math.max(maxMessageBytes, Runtime.getRuntime().maxMemory() / 4);
        }
        if (logBudgetBytes < maxMessageBytes) {
            throw invalid("logBudgetBytes is " + logBudgetBytes + ", less than one message of maxMessageBytes, "
                    + maxMessageBytes + ". Raise the one or lower the other.");
        }
        return logBudgetBytes;
    }

    private static long atLeast(long least, String setting, long value) {
        if (value < least) {
            throw invalid(setting + " is " + value + ". Set " + least + " or more.");
        }
        return value;
    }

    private static InvalidArgumentException invalid(String message) {
        return new InvalidArgumentException(ErrorIds.INVALID_SETTING, message);
    }
}
