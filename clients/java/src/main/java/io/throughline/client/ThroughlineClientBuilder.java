// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link ThroughlineClient}; to be used by one thread. */
public final class ThroughlineClientBuilder {
    private final URI uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable Supplier<? extends CompletionStage<String>> tokens;
    private String clientId = UUID.randomUUID().toString();
    private FirstCursor first = FirstCursor.live();
    private boolean acknowledgesByItself = true;
    private Duration leastBackoff = Duration.ofMillis(500);
    private Duration mostBackoff = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private RandomGenerator random = new Random();
    private ScheduledExecutorService scheduler = Timers.shared();
    private Executor executor = ForkJoinPool.commonPool();

    ThroughlineClientBuilder(URI uri) {
        Objects.requireNonNull(uri, "uri");
        if (!"ws".equals(uri.getScheme()) && !"wss".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "the URI " + uri + " is none of a WebSocket. Give one such as wss://host/ws.");
        }
        this.uri = uri;
    }

    /**
     * Adds a header to each handshake, such as {@code Authorization}.
     *
     * @param name the header's name; never null
     * @param value its value; takes the place of an earlier one; never null
     * @return this builder
     */
    public ThroughlineClientBuilder header(String name, String value) {
        Objects.requireNonNull(name, "name");
        headers.put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Proves who the user is by an {@code auth} frame, first and before the proof expires.
     *
     * @param tokens asked for a fresh token before each attempt to connect and each renewal; does not wait; never null
     * @return this builder
     */
    public ThroughlineClientBuilder tokens(Supplier<? extends CompletionStage<String>> tokens) {
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        return this;
    }

    /**
     * Sets the id by which senders are told of receipts.
     *
     * @param clientId 1 to 128 letters, digits, dots, dashes and underscores, stable for this client; random unless set; never
     *     null
     * @return this builder
     */
    public ThroughlineClientBuilder clientId(String clientId) {
        Objects.requireNonNull(clientId, "clientId");
        if (!clientId.matches("[A-Za-z0-9._-]{1,128}")) {
            throw new IllegalArgumentException("the client id \"" + clientId
                    + "\" is not made of 1 to 128 letters, digits, dots, dashes and underscores.");
        }
        this.clientId = clientId;
        return this;
    }

    /**
     * Sets where the client begins; after a lost connection it goes on where it was.
     *
     * @param first live unless set; never null
     * @return this builder
     */
    public ThroughlineClientBuilder from(FirstCursor first) {
        this.first = Objects.requireNonNull(first, "first");
        return this;
    }

    /**
     * Leaves it to {@link ThroughlineClient#acknowledge} to say what was handled; unless set, what the listener has returned
     * from counts as handled.
     *
     * @return this builder
     */
    public ThroughlineClientBuilder acknowledgeByHand() {
        this.acknowledgesByItself = false;
        return this;
    }

    /**
     * Bounds the wait before the client comes back, which doubles with each failure and has a random part. It begins anew
     * after a connection that lasted for five seconds.
     *
     * @param least the first wait, more than zero; 500 milliseconds unless set; never null
     * @param most the longest, not less; 30 seconds unless set; never null
     * @return this builder
     */
    public ThroughlineClientBuilder backoff(Duration least, Duration most) {
        Objects.requireNonNull(least, "least");
        Objects.requireNonNull(most, "most");
        if (least.isNegative() || least.isZero() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "a backoff from " + least + " to " + most + ". Begin with more than zero, and end with no less.");
        }
        this.leastBackoff = least;
        this.mostBackoff = most;
        return this;
    }

    /**
     * Sets how long an attempt may take, from asking for a token to being greeted.
     *
     * @param timeout one millisecond to one hour; 10 seconds unless set; never null
     * @return this builder
     */
    public ThroughlineClientBuilder connectTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "a connect timeout of " + timeout + ". Set one millisecond to one hour.");
        }
        this.connectTimeout = timeout;
        return this;
    }

    /**
     * Sets what waits come from, for tests.
     *
     * @param random thread-safe; never null
     * @return this builder
     */
    public ThroughlineClientBuilder random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * Sets what waits for times; it is given short tasks alone.
     *
     * @param scheduler one daemon thread shared by all clients unless set; never null
     * @return this builder
     */
    public ThroughlineClientBuilder scheduler(ScheduledExecutorService scheduler) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return this;
    }

    /**
     * Sets on what the listener is called.
     *
     * @param executor the common pool unless set; give one of your own if the listener waits; never null
     * @return this builder
     */
    public ThroughlineClientBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Makes the client, which does nothing until it is told to connect.
     *
     * @param listener is handed what comes; never null
     * @return the client; never null
     */
    public ThroughlineClient build(ClientListener listener) {
        return new ThroughlineClient(settings(Objects.requireNonNull(listener, "listener")));
    }

    ClientSettings settings(ClientListener listener) {
        return new ClientSettings(
                uri,
                Map.copyOf(headers),
                tokens,
                clientId,
                first,
                acknowledgesByItself,
                leastBackoff,
                mostBackoff,
                connectTimeout,
                random,
                scheduler,
                executor,
                listener);
    }
}
