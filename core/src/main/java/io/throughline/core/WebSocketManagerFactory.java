// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ClosedException;
import io.throughline.api.ErrorIds;
import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes managers that are bound to one user each and share one hub, and keeps account of them.
 *
 * <p>A manager is held here until it is cleaned up or closed; it is light, but who makes one for each request ends it with
 * the request. Thread-safe.
 */
public final class WebSocketManagerFactory implements AutoCloseable {
    private final Hub hub;
    private final boolean ownsHub;
    private final ConcurrentMap<UserId, Deque<WebSocketManager>> live = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Makes a factory with a hub of its own, which is closed with it. */
    public WebSocketManagerFactory() {
        this(Hub.create(), true);
    }

    /**
     * Makes a factory over a hub that others use too.
     *
     * @param hub the hub, which the factory does not close; never null
     */
    public WebSocketManagerFactory(Hub hub) {
        this(Objects.requireNonNull(hub, "hub"), false);
    }

    private WebSocketManagerFactory(Hub hub, boolean ownsHub) {
        this.hub = hub;
        this.ownsHub = ownsHub;
    }

    /**
     * Answers the hub that all managers of this factory share, to which transports attach connections.
     *
     * @return the same hub at every call; never null
     */
    public Hub hub() {
        return hub;
    }

    /**
     * Makes a manager that is bound to a user and reaches all of the user's connections to the hub.
     *
     * @param context whom it serves; never null
     * @return a new manager; never null
     * @throws ClosedException if the factory or its hub is closed
     */
    public WebSocketManager createIsolatedManager(UserExecutionContext context) {
        Objects.requireNonNull(context, "context");
        checkOpen();
        LiveView view = new LiveView(context);
        live.compute(context.userId(), (user, managers) -> {
            Deque<WebSocketManager> changed = managers == null ? new ArrayDeque<>(1) : managers;
            changed.addLast(view.manager);
            return changed;
        });
        if (closed.get()) {
            view.manager.close();
            checkOpen();
        }
        return view.manager;
    }

    /** A view that takes itself out of the account when it is closed. */
    private final class LiveView {
        final WebSocketManager manager;

        LiveView(UserExecutionContext context) {
            this.manager = WebSocketManager.viewOf(hub, context, () -> forget(context.userId()));
        }

        private void forget(UserId userId) {
            live.computeIfPresent(userId, (user, managers) -> {
                managers.removeIf(candidate -> candidate == manager);
                return managers.isEmpty() ? null : managers;
            });
        }
    }

    /**
     * Ends a manager of this factory; the user's connections and log stay.
     *
     * @param manager the manager; never null
     * @return false if it is not a live manager of this factory
     */
    public boolean cleanupManager(WebSocketManagerProtocol manager) {
        Objects.requireNonNull(manager, "manager");
        if (!(manager instanceof WebSocketManager view) || !isLive(view)) {
            return false;
        }
        view.close();
        return true;
    }

    private boolean isLive(WebSocketManager view) {
        return view.userContext()
                .map(context -> managersOf(context.userId()).stream().anyMatch(manager -> manager == view))
                .orElse(false);
    }

    /**
     * Answers the newest live manager of a user.
     *
     * @param userId the user; never null
     * @return the manager, or empty if the user has none
     */
    public Optional<WebSocketManager> getManagerByUser(UserId userId) {
        List<WebSocketManager> managers = getManagersByUser(userId);
        return managers.isEmpty() ? Optional.empty() : Optional.of(managers.get(managers.size() - 1));
    }

    /**
     * Answers all live managers of a user.
     *
     * @param userId the user; never null
     * @return an unmodifiable snapshot, oldest first; never null
     */
    public List<WebSocketManager> getManagersByUser(UserId userId) {
        Objects.requireNonNull(userId, "userId");
        checkOpen();
        return managersOf(userId);
    }

    private List<WebSocketManager> managersOf(UserId userId) {
        List<List<WebSocketManager>> snapshot = new ArrayList<>(1);
        live.computeIfPresent(userId, (user, managers) -> {
            snapshot.add(List.copyOf(managers));
            return managers;
        });
        return snapshot.isEmpty() ? List.of() : snapshot.get(0);
    }

    /**
     * Counts the connections of all users to the hub.
     *
     * @return 0 or more
     */
    public int getActiveConnectionsCount() {
        checkOpen();
        return hub.core().connectionCount();
    }

    /** Ends all managers of this factory, and its hub if it made it; a second call changes nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            for (UserId userId : live.keySet()) {
                Deque<WebSocketManager> managers = live.remove(userId);
                if (managers != null) {
                    managers.forEach(WebSocketManager::close);
                }
            }
            if (ownsHub) {
                hub.close();
            }
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new ClosedException(ErrorIds.CLOSED, "this factory is closed. Make a new one.");
        }
        hub.core().checkOpen();
    }
}
