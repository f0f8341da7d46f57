// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.ProviderException;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.api.spi.AdaptationContext;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.internal.discovery.ProviderSelection;
import io.throughline.core.internal.fault.Fatal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of adapters for legacy managers: those that the application registered, and those that were discovered.
 *
 * <p>Discovery happens once, when the registry is built. Immutable and thread-safe, as far as the providers are.
 */
public final class AdapterRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterRegistry.class);

    private final ProviderSelection selection;
    private final DiscoveryReport report;

    private AdapterRegistry(ProviderSelection selection) {
        this.selection = selection;
        this.report = new DiscoveryReport(selection);
        report.loaded().forEach(provider -> LOG.info("adapter loaded: {}", provider));
        report.rejected()
                .forEach(provider -> LOG.warn(ErrorIds.PROVIDER_REJECTED.describe("adapter rejected: {}"), provider));
    }

    /**
     * Discovers the providers that the thread's context class loader can see, or this library's where there is none.
     *
     * @return the registry; never null
     */
    public static AdapterRegistry discover() {
        return builder().build();
    }

    /**
     * Starts a registry with providers or a class loader of one's own.
     *
     * @return a builder; never null
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers what was found.
     *
     * @return the report; never null
     */
    public DiscoveryReport report() {
        return report;
    }

    /**
     * Answers the providers in the order in which they are asked.
     *
     * @return an unmodifiable list; never null
     */
    public List<WebSocketManagerProvider> providers() {
        return selection.selected().stream()
                .map(ProviderSelection.Selected::provider)
                .toList();
    }

    /**
     * Answers the provider with an id.
     *
     * @param id the id; never null
     * @return the provider; never null
     * @throws ProviderException if there is none, or two, with this id; the message says which there are
     */
    public WebSocketManagerProvider provider(String id) {
        Objects.requireNonNull(id, "id");
        return selection.selected().stream()
                .filter(selected -> selected.id().equals(id))
                .findFirst()
                .map(ProviderSelection.Selected::provider)
                .orElseThrow(() -> noProvider(id));
    }

    private ProviderException noProvider(String id) {
        List<DiscoveryReport.RejectedProvider> rejected = report.rejected().stream()
                .filter(provider -> provider.id().filter(id::equals).isPresent())
                .toList();
        if (rejected.isEmpty()) {
            return new ProviderException(
                    ErrorIds.NO_PROVIDER,
                    "there is no provider \"" + id + "\". There are: " + known() + "; rejected: "
                            + report.rejected().size()
                            + ". Add the artifact that brings it, or register it with the builder.");
        }
        boolean duplicate = selection.rejected().stream().anyMatch(entry -> id.equals(entry.id()) && entry.duplicate());
        return new ProviderException(
                duplicate ? ErrorIds.DUPLICATE_PROVIDER : ErrorIds.PROVIDER_REJECTED,
                "the provider \"" + id + "\" was rejected: "
                        + String.join(
                                "; ", rejected.stream().map(Object::toString).toList())
                        + ". "
                        + (duplicate ? "Remove one of them, or register the one that is meant." : "Replace it."));
    }

    private String known() {
        List<String> ids = selection.selected().stream()
                .map(ProviderSelection.Selected::id)
                .toList();
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }

    /**
     * Wraps a legacy manager with the first provider that supports it.
     *
     * @param legacyManager a manager, or a class for managers that are all static; never null
     * @return a manager that keeps the canonical protocol; never null
     * @throws ProviderException if no provider supports it, or its provider failed
     */
    public WebSocketManagerProtocol adapt(Object legacyManager) {
        return adapt(legacyManager, AdaptationContext.defaults());
    }

    /**
     * Wraps a legacy manager with the first provider that supports it.
     *
     * @param legacyManager a manager, or a class for managers that are all static; never null
     * @param context what the adapter is given to work with; never null
     * @return a manager that keeps the canonical protocol; never null
     * @throws ProviderException if no provider supports it, or its provider failed
     */
    public WebSocketManagerProtocol adapt(Object legacyManager, AdaptationContext context) {
        Objects.requireNonNull(legacyManager, "legacyManager");
        Objects.requireNonNull(context, "context");
        for (ProviderSelection.Selected candidate : selection.selected()) {
            if (supports(candidate, legacyManager)) {
                return adapt(candidate, legacyManager, context);
            }
        }
        throw new ProviderException(
                ErrorIds.NO_PROVIDER,
                "no provider supports " + nameOf(legacyManager) + ". Asked were: " + known() + "; rejected before: "
                        + report.rejected().size()
                        + ". Add the artifact of an adapter for it, or register one with the builder.");
    }

    private static boolean supports(ProviderSelection.Selected candidate, Object legacyManager) {
        try {
            return candidate.provider().supports(legacyManager);
        } catch (Throwable e) {
            Fatal.rethrow(e);
            LOG.warn(
                    ErrorIds.PROVIDER_FAILED.describe(
                            "the provider {} from {} threw when it was asked for {}; passed over"),
                    candidate.id(),
                    candidate.source(),
                    nameOf(legacyManager),
                    e);
            return false;
        }
    }

    private static WebSocketManagerProtocol adapt(
            ProviderSelection.Selected candidate, Object legacyManager, AdaptationContext context) {
        Throwable failure = null;
        try {
            Optional<WebSocketManagerProtocol> adapted =
                    Optional.ofNullable(candidate.provider().adapt(legacyManager, context));
            if (adapted.isPresent()) {
                return adapted.get();
            }
        } catch (Throwable e) {
            Fatal.rethrow(e);
            failure = e;
        }
        throw new ProviderException(
                ErrorIds.PROVIDER_FAILED,
                "the provider " + candidate.id() + " from " + candidate.source() + " "
                        + (failure == null ? "answered null" : "threw " + failure) + " when it was to adapt "
                        + nameOf(legacyManager) + ".",
                failure);
    }

    private static String nameOf(Object legacyManager) {
        return legacyManager instanceof Class<?> type ? type.toString() : "an object of " + legacyManager.getClass();
    }

    /** Collects providers; to be used by one thread. */
    public static final class Builder {
        private final List<WebSocketManagerProvider> explicit = new ArrayList<>();
        private @Nullable ClassLoader loader;
        private boolean discovery = true;

        private Builder() {}

        /**
         * Registers a provider, which wins over a discovered one with the same id.
         *
         * @param provider the provider; never null
         * @return this builder
         */
        public Builder provider(WebSocketManagerProvider provider) {
            explicit.add(Objects.requireNonNull(provider, "provider"));
            return this;
        }

        /**
         * Sets whose providers are discovered.
         *
         * @param loader the class loader; never null
         * @return this builder
         */
        public Builder classLoader(ClassLoader loader) {
            this.loader = Objects.requireNonNull(loader, "loader");
            return this;
        }

        /**
         * Leaves out discovery, so that only registered providers count.
         *
         * @return this builder
         */
        public Builder withoutDiscovery() {
            this.discovery = false;
            return this;
        }

        /**
         * Makes the registry; discovery happens here.
         *
         * @return the registry; never null
         * @throws InvalidArgumentException if two registered providers have one id, or one is not as its interface says
         */
        public AdapterRegistry build() {
            return new AdapterRegistry(ProviderSelection.of(explicit, discovery ? loaderOrDefault() : null));
        }

        private ClassLoader loaderOrDefault() {
            if (loader != null) {
                return loader;
            }
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context != null) {
                return context;
            }
            ClassLoader own = AdapterRegistry.class.getClassLoader();
            return own == null ? ClassLoader.getSystemClassLoader() : own;
        }
    }
}
