// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import com.google.inject.Binding;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.multibindings.MapBinderBinding;
import com.google.inject.multibindings.MultibinderBinding;
import com.google.inject.multibindings.MultibindingsTargetVisitor;
import com.google.inject.multibindings.OptionalBinderBinding;
import com.google.inject.spi.DefaultBindingTargetVisitor;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.AdapterRegistry;
import io.throughline.core.Hub;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses an injector in which bindings would silently have no effect; made with the injector, and the hub with it. */
final class WiringCheck {
    private WiringCheck() {}

    static WiringCheck of(Injector injector) {
        if (count(injector, new Key<Optional<Hub>>() {}) > 0) {
            refuse(injector, Hub.class, HubConfigurer.class, new Key<Optional<HubConfigurer>>() {});
            refuse(injector, Hub.class, DeliveryListener.class, new Key<Set<DeliveryListener>>() {});
            refuse(injector, Hub.class, ClientMessageHandler.class, new Key<Map<String, ClientMessageHandler>>() {});
        }
        if (count(injector, new Key<Optional<AdapterRegistry>>() {}) > 0) {
            Class<?> registry = AdapterRegistry.class;
            refuse(
                    injector,
                    registry,
                    AdapterRegistryConfigurer.class,
                    new Key<Optional<AdapterRegistryConfigurer>>() {});
            refuse(injector, registry, WebSocketManagerProvider.class, new Key<Set<WebSocketManagerProvider>>() {});
        }
        injector.getInstance(Hub.class);
        return new WiringCheck();
    }

    private static void refuse(Injector injector, Class<?> replaced, Class<?> plugIn, Key<?> key) {
        int bound = count(injector, key);
        if (bound > 0) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING,
                    "the application binds its own " + replaced.getSimpleName() + ", so its " + bound
                            + " binding(s) of " + plugIn.getSimpleName() + " would have no effect. Give them to that "
                            + replaced.getSimpleName() + " where it is made, or leave its binding out.");
        }
    }

    /** Counts what the application bound: elements, entries, or one where it set an optional binding. */
    private static int count(Injector injector, Key<?> key) {
        return count(injector.getBinding(key));
    }

    private static <T> int count(Binding<T> binding) {
        return binding.acceptTargetVisitor(new Counter<T>());
    }

    private static final class Counter<T> extends DefaultBindingTargetVisitor<T, Integer>
            implements MultibindingsTargetVisitor<T, Integer> {
        @Override
        public Integer visit(MultibinderBinding<? extends T> set) {
            return set.getElements().size();
        }

        @Override
        public Integer visit(MapBinderBinding<? extends T> map) {
            return map.getEntries().size();
        }

        @Override
        public Integer visit(OptionalBinderBinding<? extends T> optional) {
            return optional.getActualBinding() == null ? 0 : 1;
        }

        @Override
        protected Integer visitOther(Binding<? extends T> binding) {
            return 0;
        }
    }
}
