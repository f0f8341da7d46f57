// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static io.throughline.conformance.ManagerSubject.Serves.ALL_USERS;
import static io.throughline.conformance.ManagerSubject.Serves.ONE_USER;
import static io.throughline.conformance.ManagerSubject.overHub;
import static io.throughline.conformance.ManagerSubject.standAlone;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.OptionalBinder;
import io.throughline.compat.UnifiedWebSocketManager;
import io.throughline.core.Hub;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.guice.ThroughlineModule;
import java.util.List;
import java.util.stream.Stream;

/** The managers of the project: all there are, each in one line. */
@SuppressWarnings("removal")
final class Managers {
    private static final List<ManagerSubject> ALL = List.of(
            standAlone("direct", ALL_USERS, context -> new WebSocketManager()),
            standAlone("fromUserContext", ONE_USER, WebSocketManager::fromUserContext),
            standAlone("hub's own", ALL_USERS, context -> Hub.create().manager()),
            overHub(
                    "builder",
                    ONE_USER,
                    hub -> context -> viewOf(hub).userContext(context).build()),
            overHub("factory-made", ONE_USER, hub -> new WebSocketManagerFactory(hub)::createIsolatedManager),
            standAlone("injected", ALL_USERS, context -> injector().getInstance(WebSocketManager.class))
                    .madeOnce(),
            overHub(
                    "injected factory",
                    ONE_USER,
                    hub -> injector(hub).getInstance(WebSocketManagerFactory.class)::createIsolatedManager),
            overHub(
                    "bridged",
                    ONE_USER,
                    hub -> context -> new UnifiedWebSocketManager(
                            viewOf(hub).userContext(context).build())));

    private Managers() {}

    static Stream<ManagerSubject> all() {
        return ALL.stream();
    }

    private static Injector injector() {
        return Guice.createInjector(new ThroughlineModule());
    }

    private static Injector injector(Hub hub) {
        return Guice.createInjector(
                new ThroughlineModule(),
                binder -> OptionalBinder.newOptionalBinder(binder, Hub.class)
                        .setBinding()
                        .toInstance(hub));
    }

    private static WebSocketManager.Builder viewOf(Hub hub) {
        return WebSocketManager.builder().hub(hub);
    }
}
