// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import io.throughline.api.UserExecutionContext;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.core.Hub;
import java.util.function.Function;
import java.util.function.Supplier;

/** A manager that the checks run against: how it is made, and for whom it works. */
final class ManagerSubject {
    /** For whom a manager works. */
    enum Serves {
        /** It takes any user's id, and is made without a context. */
        ALL_USERS,
        /** It is bound to the user of the context that it was made from. */
        ONE_USER
    }

    private final String name;
    private final Serves serves;
    private final boolean madeOnce;
    private final Supplier<ManagerSource> sources;

    private ManagerSubject(String name, Serves serves, boolean madeOnce, Supplier<ManagerSource> sources) {
        this.name = name;
        this.serves = serves;
        this.madeOnce = madeOnce;
        this.sources = sources;
    }

    /** A manager that brings what it needs; its hub, if it is a view of one, is its own. */
    static ManagerSubject standAlone(
            String name, Serves serves, Function<UserExecutionContext, WebSocketManagerProtocol> maker) {
        return new ManagerSubject(name, serves, false, () -> new ManagerSource(maker, null));
    }

    /** A manager of which several share a hub. */
    static ManagerSubject overHub(
            String name, Serves serves, Function<Hub, Function<UserExecutionContext, WebSocketManagerProtocol>> maker) {
        return new ManagerSubject(name, serves, false, () -> {
            Hub hub = Hub.create();
            return new ManagerSource(maker.apply(hub), hub);
        });
    }

    /** The same manager, made together with a whole application, so that making it often is not what it is for. */
    ManagerSubject madeOnce() {
        return new ManagerSubject(name, serves, true, sources);
    }

    boolean isMadeOnce() {
        return madeOnce;
    }

    boolean isBoundToUser() {
        return serves == Serves.ONE_USER;
    }

    /** Opens a place where managers of this kind are made; to be closed by the check. */
    ManagerSource open() {
        return sources.get();
    }

    @Override
    public String toString() {
        return name;
    }
}
