// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.RetryAfterException;
import org.glassfish.tyrus.core.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A link over Tyrus's client.
 *
 * <p>Tyrus waits while it connects and while it hangs up, so both are done on threads of their own, which end with that.
 */
final class TyrusLink extends Endpoint implements Link {
    static final String SUBPROTOCOL = "throughline.v1.json";
    private static final String CONTAINER = "org.glassfish.tyrus.container.grizzly.client.GrizzlyClientContainer";
    private static final int LARGEST_TEXT = 16 * 1024 * 1024;
    private static final int HTTP_UNAVAILABLE = 503;

    private final Observer observer;
    private @Nullable Session session;
    private boolean hungUp;
    private boolean ended;

    private TyrusLink(Observer observer) {
        this.observer = observer;
    }

    /** Begins to connect. */
    static TyrusLink connect(URI uri, Map<String, String> headers, long timeoutMillis, Observer observer) {
        TyrusLink link = new TyrusLink(observer);
        thread("connect", () -> link.open(uri, headers, timeoutMillis)).start();
        return link;
    }

    private static Thread thread(String what, Runnable task) {
        Thread thread = new Thread(task, "throughline-client-" + what);
        thread.setDaemon(true);
        return thread;
    }

    private void open(URI uri, Map<String, String> headers, long timeoutMillis) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of(SUBPROTOCOL))
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> request) {
                        headers.forEach((name, value) -> request.put(name, List.of(value)));
                    }
                })
                .build();
        ClientManager manager = ClientManager.createClient(CONTAINER);
        manager.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, (int) timeoutMillis);
        try {
            manager.connectToServer(this, config, uri);
        } catch (Exception | LinkageError e) {
            end(failure(e));
        }
    }

    private static Ending failure(Throwable failure) {
        Throwable cause = failure;
        for (; cause.getCause() != null; cause = cause.getCause()) {
            if (cause instanceof RetryAfterException || cause instanceof HandshakeException) {
                break;
            }
        }
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof RetryAfterException retry) {
            return new Ending(1006, reason, HTTP_UNAVAILABLE, retry.getDelay() == null ? 0 : retry.getDelay());
        }
        return new Ending(
                1006, reason, cause instanceof HandshakeException refusal ? refusal.getHttpStatusCode() : 0, 0);
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        synchronized (this) {
            session = opened;
            if (hungUp) {
                close(opened, 1000);
                return;
            }
        }
        opened.setMaxTextMessageBufferSize(LARGEST_TEXT);
        opened.setMaxIdleTimeout(0);
        observer.opened(this);
        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::onText);
    }

    private void onText(String text) {
        synchronized (this) {
            if (hungUp || ended) {
                return;
            }
        }
        observer.text(this, text);
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        end(Ending.closed(
                reason.getCloseCode().getCode(), reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase()));
    }

    @Override
    public void onError(Session failed, Throwable failure) {
        // What breaks the connection ends in onClose.
    }

    private void end(Ending ending) {
        synchronized (this) {
            if (hungUp || ended) {
                return;
            }
            ended = true;
        }
        observer.ended(this, ending);
    }

    @Override
    public CompletionStage<@Nullable Void> send(String text) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        Session open;
        synchronized (this) {
            open = hungUp || ended ? null : session;
        }
        if (open == null) {
            sent.completeExceptionally(new IllegalStateException("not connected"));
            return sent;
        }
        try {
            open.getAsyncRemote().sendText(text, result -> {
                if (result.isOK()) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(result.getException());
                }
            });
        } catch (RuntimeException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    @Override
    public void hangUp(int code) {
        synchronized (this) {
            if (hungUp) {
                return;
            }
            hungUp = true;
            if (session == null || ended) {
                return;
            }
        }
        close(session, code);
    }

    private static void close(Session open, int code) {
        thread("hang-up", () -> {
                    try {
                        open.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
                    } catch (Exception e) {
                        // it is as closed as it can be
                    }
                })
                .start();
    }
}
