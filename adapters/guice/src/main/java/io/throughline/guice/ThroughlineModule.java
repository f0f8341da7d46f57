// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.AdapterRegistry;
import io.throughline.core.ExecutionEngine;
import io.throughline.core.Hub;
import io.throughline.core.HubBuilder;
import io.throughline.core.WebSocketEventValidator;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.core.WebSocketNotifier;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds the whole system around one {@link Hub}: install it, and inject what is needed.
 *
 * <p><b>Bound</b>, all as singletons: {@link Hub}; {@link WebSocketManager}, which is the hub's own and serves all users;
 * {@link WebSocketManagerProtocol}, the same manager; {@link WebSocketManagerFactory}, whose managers share the hub; {@link
 * WebSocketEventValidator}, the hub's own; {@link WebSocketNotifier} over the protocol; {@link ExecutionEngine} over the
 * notifier; {@link AdapterRegistry}; {@link ThroughlineShutdown}.
 *
 * <p><b>Plug-ins.</b>
 *
 * <ul>
 *   <li>{@code Multibinder<WebSocketManagerProvider>}: providers beside those that {@link java.util.ServiceLoader} finds;
 *       they win over discovered ones with the same id.
 *   <li>{@code Multibinder<DeliveryListener>}: listeners of the hub, told in the order of their binding. One that needs the
 *       hub or a manager injects a {@code Provider} of it, since the hub is made from its listeners.
 *   <li>{@code MapBinder<String, ClientMessageHandler>}: who takes clients' messages of a type. A handler is asked for when
 *       a message comes, so it may inject anything; one without a scope is made anew for each message.
 * </ul>
 *
 * <p><b>Settings.</b> Bind a {@link HubConfigurer}, and an {@link AdapterRegistryConfigurer}.
 *
 * <p><b>The application's own binding wins</b> for {@link Hub}, {@link WebSocketManagerProtocol}, {@link
 * WebSocketNotifier}, {@link ExecutionEngine} and {@link AdapterRegistry}, when it is made so:
 *
 * <pre>{@code OptionalBinder.newOptionalBinder(binder(), Hub.class).setBinding().toInstance(hub);}</pre>
 *
 * <p>Plug-ins and settings of a hub or registry that the application brings itself contradict it; creating the injector then
 * fails and says which. So do settings out of their bounds and message types that cannot be: the hub is made with the injector, in
 * every stage.
 *
 * <p><b>Shutting down.</b> Guice ends nothing. The application injects {@link ThroughlineShutdown} and closes it after it has
 * stopped the transports; that closes what this module made, and leaves what the application bound to the application.
 *
 * <p>On the module path this module needs no {@code opens}: no class of it is created by reflection. Stateless; one module
 * may serve several injectors, and installing it twice is the same as once.
 */
public final class ThroughlineModule extends AbstractModule {

    /** Makes the module. */
    public ThroughlineModule() {}

    @Override
    protected void configure() {
        bind(ThroughlineShutdown.class).toProvider(ThroughlineShutdown::new).in(Scopes.SINGLETON);
        bindCheck();
        bindHub();
        bindManagers();
        bindEngine();
        bindRegistry();
    }

    private void bindCheck() {
        Provider<Injector> injector = getProvider(Injector.class);
        bind(WiringCheck.class).toProvider(() -> WiringCheck.of(injector.get())).asEagerSingleton();
    }

    private void bindHub() {
        OptionalBinder.newOptionalBinder(binder(), HubConfigurer.class);
        Multibinder.newSetBinder(binder(), DeliveryListener.class);
        MapBinder.newMapBinder(binder(), String.class, ClientMessageHandler.class);

        Provider<Optional<HubConfigurer>> configurer = getProvider(new Key<>() {});
        Provider<Set<DeliveryListener>> listeners = getProvider(new Key<>() {});
        Provider<Map<String, Provider<ClientMessageHandler>>> handlers = getProvider(new Key<>() {});
        Provider<ThroughlineShutdown> shutdown = getProvider(ThroughlineShutdown.class);
        OptionalBinder.newOptionalBinder(binder(), Hub.class)
                .setDefault()
                .toProvider(() -> {
                    HubBuilder builder = Hub.builder();
                    configurer.get().ifPresent(settings -> settings.configure(builder));
                    listeners.get().forEach(builder::listener);
                    Hub hub = builder.build();
                    handlers.get()
                            .forEach((type, handler) -> hub.onClientMessage(
                                    type, message -> handler.get().onMessage(message)));
                    shutdown.get().drains(hub);
                    shutdown.get().takeCharge(hub::close);
                    return hub;
                })
                .in(Scopes.SINGLETON);
    }

    private void bindManagers() {
        Provider<Hub> hub = getProvider(Hub.class);
        Provider<ThroughlineShutdown> shutdown = getProvider(ThroughlineShutdown.class);
        bind(WebSocketManager.class).toProvider(() -> hub.get().manager()).in(Scopes.SINGLETON);
        bind(WebSocketEventValidator.class)
                .toProvider(() -> hub.get().eventValidator())
                .in(Scopes.SINGLETON);
        bind(WebSocketManagerFactory.class)
                .toProvider(() -> {
                    WebSocketManagerFactory factory = new WebSocketManagerFactory(hub.get());
                    shutdown.get().takeCharge(factory::close);
                    return factory;
                })
                .in(Scopes.SINGLETON);
        OptionalBinder.newOptionalBinder(binder(), WebSocketManagerProtocol.class)
                .setDefault()
                .to(WebSocketManager.class);
    }

    private void bindEngine() {
        Provider<WebSocketManagerProtocol> manager = getProvider(WebSocketManagerProtocol.class);
        OptionalBinder.newOptionalBinder(binder(), WebSocketNotifier.class)
                .setDefault()
                .toProvider(() -> new WebSocketNotifier(manager.get()))
                .in(Scopes.SINGLETON);
        Provider<WebSocketNotifier> notifier = getProvider(WebSocketNotifier.class);
        Provider<ThroughlineShutdown> shutdown = getProvider(ThroughlineShutdown.class);
        OptionalBinder.newOptionalBinder(binder(), ExecutionEngine.class)
                .setDefault()
                .toProvider(() -> {
                    ExecutionEngine engine = new ExecutionEngine(notifier.get());
                    shutdown.get().takeCharge(engine::close);
                    return engine;
                })
                .in(Scopes.SINGLETON);
    }

    private void bindRegistry() {
        OptionalBinder.newOptionalBinder(binder(), AdapterRegistryConfigurer.class);
        Multibinder.newSetBinder(binder(), WebSocketManagerProvider.class);

        Provider<Optional<AdapterRegistryConfigurer>> configurer = getProvider(new Key<>() {});
        Provider<Set<WebSocketManagerProvider>> providers = getProvider(new Key<>() {});
        OptionalBinder.newOptionalBinder(binder(), AdapterRegistry.class)
                .setDefault()
                .toProvider(() -> {
                    AdapterRegistry.Builder builder = AdapterRegistry.builder();
                    configurer.get().ifPresent(settings -> settings.configure(builder));
                    providers.get().forEach(builder::provider);
                    return builder.build();
                })
                .in(Scopes.SINGLETON);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ThroughlineModule;
    }

    @Override
    public int hashCode() {
        return ThroughlineModule.class.hashCode();
    }
}
