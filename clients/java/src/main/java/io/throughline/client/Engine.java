// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import io.throughline.api.LogPosition;
import io.throughline.client.Timers.Purpose;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's life: connects, is greeted, hands over, comes back.
 *
 * <p>All state is the mailbox's: what comes from other threads is put there, and done one after another.
 */
final class Engine implements Link.Observer {
    /** Opens links. */
    @FunctionalInterface
    interface Connector {
        Link connect(URI uri, Map<String, String> headers, long timeoutMillis, Link.Observer observer);
    }

    /** So many characters, or one larger text, may wait for a slow listener; then the client hangs up until it has caught up. */
    static final long MOST_WAITING = 4L * 1024 * 1024;

    private static final long ACKNOWLEDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NO_RESTART = -1;
    private static final double RENEW_AT = 0.8;
    private static final long SHORTEST_RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClientSettings settings;
    private final Connector connector;
    private final Mailbox mailbox;
    private final Timers timers;
    private final Backoff backoff;
    private final Position position;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final AtomicLong waiting = new AtomicLong();

    private volatile ClientState state = ClientState.NEW;
    private volatile @Nullable LogPosition handed;
    private volatile boolean heard;
    private @Nullable Link link;
    private long attempt;
    private boolean tokenRefused;
    private long jumpedAt = -1;
    private long restartNanos = NO_RESTART;

    Engine(ClientSettings settings, Connector connector) {
        this.settings = settings;
        this.connector = connector;
        this.mailbox = new Mailbox(settings.executor());
        this.timers = new Timers(settings.scheduler(), mailbox);
        this.backoff = new Backoff(settings.leastBackoff(), settings.mostBackoff(), settings.random());
        this.position = new Position(settings.first());
        this.handed = position.last();
    }

    ClientState state() {
        return state;
    }

    @Nullable
    LogPosition handed() {
        return handed;
    }

    void connect() {
        mailbox.execute(() -> {
            if (state == ClientState.NEW) {
                attempt();
            }
        });
    }

    void close() {
        mailbox.execute(() -> {
            if (!state.isFinal()) {
                acknowledgements.send(this::acknowledge);
                finish(ClientState.CLOSED);
            }
        });
    }

    CompletionStage<@Nullable Void> send(String text) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        mailbox.execute(() -> {
            Link current = link;
            if (current == null || state != ClientState.OPEN) {
                sent.completeExceptionally(new IllegalStateException("the client is " + state + ", not OPEN"));
                return;
            }
            current.send(text).whenComplete((done, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        });
        return sent;
    }

    void handled(long seq) {
        mailbox.execute(() -> {
            LogPosition last = handed;
            if (last != null) {
                noteHandled(Math.min(seq, last.seq()));
            }
        });
    }

    private void attempt() {
        become(ClientState.CONNECTING);
        long mine = ++attempt;
        timers.after(
                settings.connectTimeout().toNanos(),
                Purpose.GREETING,
                () -> drop(Link.Ending.closed(1006, "not greeted within " + settings.connectTimeout())));
        if (settings.tokens() == null) {
            open(null);
            return;
        }
        token().whenComplete((token, failure) -> mailbox.execute(() -> {
            if (mine == attempt && state == ClientState.CONNECTING) {
                if (token == null) {
                    report("token_failed", "no token: " + failure, null);
                    retry(backoff.next());
                } else {
                    open(token);
                }
            }
        }));
    }

    private CompletionStage<String> token() {
        try {
            return Objects.requireNonNull(settings.tokens()).get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void open(@Nullable String token) {
        heard = true;
        Link.Observer observer = this;
        if (token != null) {
            observer = new FirstSays(this, auth(token));
        }
        link = connector.connect(
                uri(), settings.headers(), settings.connectTimeout().toMillis(), observer);
    }

    /** Sends one text before anything else. */
    private record FirstSays(Engine engine, String text) implements Link.Observer {
        @Override
        public void opened(Link link) {
            var unused = link.send(text);
        }

        @Override
        public void text(Link link, String received) {
            engine.text(link, received);
        }

        @Override
        public void ended(Link link, Link.Ending ending) {
            engine.ended(link, ending);
        }
    }

    private static String auth(String token) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "auth");
        frame.put("token", token);
        return Json.write(frame);
    }

    private URI uri() {
        StringBuilder uri = new StringBuilder(settings.uri().toString());
        uri.append(settings.uri().getRawQuery() == null ? '?' : '&')
                .append("client_id=")
                .append(settings.clientId());
        String cursor = position.cursor();
        if (cursor != null) {
            uri.append("&cursor=").append(cursor);
        }
        return URI.create(uri.toString());
    }

    @Override
    public void opened(Link opened) {
        // the greeting tells
    }

    @Override
    public void text(Link from, String text) {
        heard = true;
        long before = waiting.getAndAdd(text.length());
        boolean tooMuch = before > 0 && before + text.length() > MOST_WAITING;
        mailbox.execute(() -> {
            waiting.addAndGet(-text.length());
            if (from == link) {
                received(text);
            }
        });
        if (tooMuch) {
            from.hangUp(1001);
            ended(from, Link.Ending.closed(1006, "the listener is far behind"));
        }
    }

    @Override
    public void ended(Link ended, Link.Ending ending) {
        mailbox.execute(() -> {
            if (ended == link) {
                lost(ending);
            }
        });
    }

    private void received(String text) {
        try {
            Frame frame = Frame.parse(text);
            switch (frame.type()) {
                case "hello" -> greeted(frame);
                case "gap" -> gap(frame.gap());
                case "heartbeat" -> {}
                case "error" ->
                    report(frame.textOr("code", "error"), frame.textOr("message", ""), frame.text("in_reply_to"));
                case "drain" -> expectRestart(frame.number("reconnect_after_ms", 0));
                case "auth_renewed" -> planRenewal(frame);
                default -> {
                    if (frame.isEvent()) {
                        event(frame.event());
                    } else if (frame.type().equals("message")) {
                        ClientEvent message = frame.event();
                        tell(listener -> listener.onMessage(message));
                    }
                }
            }
        } catch (IOException e) {
            report("bad_frame", String.valueOf(e.getMessage()), null);
            drop(Link.Ending.closed(1006, "a frame could not be read"));
        }
    }

    private void greeted(Frame hello) throws IOException {
        timers.cancel(Purpose.GREETING);
        timers.after(STABLE_NANOS, Purpose.STABILITY, backoff::reset);
        tokenRefused = false;
        restartNanos = NO_RESTART;
        if (position.greeted(hello.required("epoch"), hello.number("seq", 0), hello.number("next", 0))) {
            acknowledgements.forget();
        }
        handed = position.last();
        acknowledgements.reconnected();
        long heartbeat = hello.number("heartbeat_ms", 0);
        if (heartbeat > 0) {
            heard = true;
            watch(TimeUnit.MILLISECONDS.toNanos(heartbeat), 0);
        }
        planRenewal(hello);
        become(ClientState.OPEN);
        acknowledgeSoon();
    }

    /** A heartbeat is due every interval; two without anything are the end. */
    private void watch(long interval, int silentIntervals) {
        timers.after(interval, Purpose.SILENCE, () -> {
            int silent = heard ? 0 : silentIntervals + 1;
            heard = false;
            if (silent >= 2) {
                drop(Link.Ending.closed(1006, "the server is silent"));
            } else {
                watch(interval, silent);
            }
        });
    }

    private void event(ClientEvent event) {
        long seq = event.seq().orElseThrow();
        if (position.takeDueGap()) {
            tell(listener -> listener.onGap(unknownGap()));
        }
        if (isNext(seq, seq)) {
            position.handed(seq);
            handed = position.last();
            tell(listener -> listener.onEvent(event));
            if (settings.acknowledgesByItself()) {
                noteHandled(seq);
            }
        }
    }

    private static ClientGap unknownGap() {
        return new ClientGap(OptionalLong.empty(), OptionalLong.empty(), "epoch_changed", true);
    }

    private void gap(ClientGap gap) {
        if (gap.from().isEmpty()) {
            position.lost();
        } else if (isNext(gap.from().orElseThrow(), gap.to().orElseThrow())) {
            position.handed(gap.to().orElseThrow());
        } else {
            return;
        }
        handed = position.last();
        tell(listener -> listener.onGap(gap));
    }

    /** What was left out without a word is asked for once more; what does not come then is a gap. */
    private boolean isNext(long from, long to) {
        return switch (position.of(from, to)) {
            case NEXT -> true;
            case DUPLICATE -> false;
            case JUMP -> {
                long due = position.due();
                if (jumpedAt != due) {
                    jumpedAt = due;
                    drop(Link.Ending.closed(1006, "event " + due + " was left out"));
                    yield false;
                }
                ClientGap missing = new ClientGap(OptionalLong.of(due), OptionalLong.of(from - 1), "missing", true);
                position.handed(from - 1);
                tell(listener -> listener.onGap(missing));
                yield true;
            }
        };
    }

    private void noteHandled(long seq) {
        acknowledgements.handled(seq);
        acknowledgeSoon();
    }

    /** However fast events come, ten times a second is enough: servers bound what a client may send. */
    private void acknowledgeSoon() {
        if (acknowledgements.isUnsent() && !timers.isPending(Purpose.ACKNOWLEDGEMENT)) {
            timers.after(ACKNOWLEDGE_NANOS, Purpose.ACKNOWLEDGEMENT, () -> acknowledgements.send(this::acknowledge));
        }
    }

    private boolean acknowledge(long seq) {
        Link current = link;
        if (current == null || state != ClientState.OPEN) {
            return false;
        }
        var unused = current.send("{\"type\":\"ack\",\"seq\":" + seq + "}");
        return true;
    }

    private void planRenewal(Frame frame) {
        long expiresIn = frame.number("auth_expires_in_ms", 0);
        if (expiresIn <= 0 || settings.tokens() == null) {
            return;
        }
        long mine = attempt;
        timers.after(
                Math.max(SHORTEST_RENEWAL_NANOS, (long) (TimeUnit.MILLISECONDS.toNanos(expiresIn) * RENEW_AT)),
                Purpose.RENEWAL,
                () -> token().whenComplete((token, failure) -> mailbox.execute(() -> {
                    Link current = link;
                    if (mine != attempt || current == null) {
                        return;
                    }
                    if (token == null) {
                        report("token_failed", "no token for renewal: " + failure, null);
                    } else {
                        var unused = current.send(auth(token));
                    }
                })));
    }

    /** The server will restart: it is left to close, for its last events, and asked again so long after that. */
    private void expectRestart(long millis) {
        restartNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    }

    /** Ends the link from this side. */
    private void drop(Link.Ending ending) {
        Link current = link;
        if (current != null) {
            current.hangUp(1001);
        }
        lost(ending);
    }

    private void lost(Link.Ending ending) {
        link = null;
        attempt++;
        timers.cancelAll();
        report("closed", ending.code() + " " + ending.reason(), null);
        switch (Endings.of(ending)) {
            case DONE -> finish(ClientState.CLOSED);
            case REFUSED -> finish(ClientState.REFUSED);
            case UNAUTHENTICATED -> {
                if (settings.tokens() == null || tokenRefused) {
                    finish(ClientState.REFUSED);
                } else {
                    tokenRefused = true;
                    retry(backoff.next());
                }
            }
            case COME_BACK -> retry(restartNanos == NO_RESTART ? backoff.next() : restartNanos);
            case COME_BACK_LATER ->
                retry(Math.max(TimeUnit.SECONDS.toNanos(ending.retryAfterSeconds()), backoff.longest()));
        }
    }

    private void retry(long nanos) {
        restartNanos = NO_RESTART;
        timers.cancelAll();
        become(ClientState.WAITING);
        timers.after(nanos, Purpose.RETRY, this::attempt);
    }

    private void finish(ClientState last) {
        timers.cancelAll();
        attempt++;
        Link current = link;
        link = null;
        if (current != null) {
            current.hangUp(1000);
        }
        become(last);
    }

    private void become(ClientState next) {
        state = next;
        tell(listener -> listener.onState(next));
    }

    private void report(String code, String message, @Nullable String inReplyTo) {
        ClientError error = new ClientError(code, message, inReplyTo);
        try {
            settings.listener().onError(error);
        } catch (RuntimeException e) {
            // there is nobody left to tell
        }
    }

    private void tell(Consumer<ClientListener> call) {
        try {
            call.accept(settings.listener());
        } catch (RuntimeException e) {
            report("listener_failed", "the listener threw " + e, null);
        }
    }
}
