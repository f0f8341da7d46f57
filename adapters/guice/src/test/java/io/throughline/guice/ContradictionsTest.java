// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import io.throughline.api.ClientMessageHandler;
import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.AdapterRegistry;
import io.throughline.core.Hub;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would silently have no effect fails when the injector is created. */
class ContradictionsTest {
    private static final Module OWN_HUB = binder ->
            OptionalBinder.newOptionalBinder(binder, Hub.class).setBinding().toProvider(Hub::create);
    private static final Module OWN_REGISTRY = binder -> OptionalBinder.newOptionalBinder(binder, AdapterRegistry.class)
            .setBinding()
            .toProvider(AdapterRegistry::discover);

    static Stream<Arguments> contradictions() {
        Module configurer = binder -> binder.bind(HubConfigurer.class).toInstance(hub -> {});
        Module listener = binder -> Multibinder.newSetBinder(binder, DeliveryListener.class)
                .addBinding()
                .toInstance(new DeliveryListener() {});
        Module handler = binder -> MapBinder.newMapBinder(binder, String.class, ClientMessageHandler.class)
                .addBinding("ask")
                .toInstance(message -> {});
        Module registryConfigurer =
                binder -> binder.bind(AdapterRegistryConfigurer.class).toInstance(registry -> {});
        Module provider = binder -> Multibinder.newSetBinder(binder, WebSocketManagerProvider.class)
                .addBinding()
                .toInstance(new NotedProvider("noted", 0));
        return Stream.of(
                Arguments.of(OWN_HUB, configurer, "own Hub", "HubConfigurer"),
                Arguments.of(OWN_HUB, listener, "own Hub", "DeliveryListener"),
                Arguments.of(OWN_HUB, handler, "own Hub", "ClientMessageHandler"),
                Arguments.of(OWN_REGISTRY, registryConfigurer, "own AdapterRegistry", "AdapterRegistryConfigurer"),
                Arguments.of(OWN_REGISTRY, provider, "own AdapterRegistry", "WebSocketManagerProvider"));
    }

    @ParameterizedTest(name = "{2} and {3}")
    @MethodSource("contradictions")
    void plug_ins_of_what_the_application_brings_itself_are_refused(
            Module own, Module plugIn, String replaced, String ignored) {
        InvalidArgumentException refusal = refusal(own, plugIn);

        assertEquals(ErrorIds.INVALID_SETTING, refusal.errorId());
        assertTrue(refusal.getMessage().contains(replaced), refusal.getMessage());
        assertTrue(
                refusal.getMessage().contains("1 binding(s) of " + ignored + " would have no effect"),
                refusal.getMessage());
        Guice.createInjector(new ThroughlineModule(), own);
        Guice.createInjector(new ThroughlineModule(), plugIn);
    }

    @Test
    void a_message_type_of_the_protocol_itself_is_refused() {
        InvalidArgumentException refusal =
                refusal(binder -> MapBinder.newMapBinder(binder, String.class, ClientMessageHandler.class)
                        .addBinding("hello")
                        .toInstance(message -> {}));

        assertTrue(refusal.getMessage().contains("\"hello\""), refusal.getMessage());
    }

    @Test
    void a_setting_out_of_its_bounds_is_refused() {
        InvalidArgumentException refusal =
                refusal(binder -> binder.bind(HubConfigurer.class).toInstance(hub -> hub.maxMessageBytes(3)));

        assertEquals("[TL-1008] maxMessageBytes is 3. Set 1024 or more.", refusal.getMessage());
    }

    private static InvalidArgumentException refusal(Module... modules) {
        CreationException failure = assertThrows(
                CreationException.class,
                () -> Guice.createInjector(Stream.concat(Stream.of(new ThroughlineModule()), Stream.of(modules))
                        .toList()));
        Throwable cause = failure.getErrorMessages().iterator().next().getCause();
        assertTrue(failure.getMessage().contains(Objects.requireNonNull(cause).getMessage()), failure.getMessage());
        return (InvalidArgumentException) cause;
    }
}
