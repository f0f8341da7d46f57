// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import io.throughline.api.UserExecutionContext;
import io.throughline.api.UserId;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes managers of one kind for one check, and ends them with it. */
final class ManagerSource implements AutoCloseable {
    private final Function<UserExecutionContext, WebSocketManagerProtocol> maker;
    private final @Nullable Hub sharedHub;
    private final List<WebSocketManagerProtocol> made = new ArrayList<>();

    ManagerSource(Function<UserExecutionContext, WebSocketManagerProtocol> maker, @Nullable Hub sharedHub) {
        this.maker = maker;
        this.sharedHub = sharedHub;
    }

    WebSocketManagerProtocol create(UserExecutionContext context) {
        WebSocketManagerProtocol manager = maker.apply(context);
        synchronized (made) {
            made.add(manager);
        }
        return manager;
    }

    WebSocketManagerProtocol create(UserId userId) {
        return create(UserExecutionContext.of(userId));
    }

    /** Tells whether the managers made here share what they work on. */
    boolean sharesHub() {
        return sharedHub != null;
    }

    /** Answers the hub that a manager is a view of; empty for one that has none. */
    Optional<Hub> hubOf(WebSocketManagerProtocol manager) {
        if (sharedHub != null) {
            return Optional.of(sharedHub);
        }
        return manager instanceof WebSocketManager view ? Optional.of(view.hub()) : Optional.empty();
    }

    @Override
    public void close() {
        synchronized (made) {
            made.forEach(WebSocketManagerProtocol::close);
        }
        if (sharedHub != null) {
            sharedHub.close();
        }
    }
}
