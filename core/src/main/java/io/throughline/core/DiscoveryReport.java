// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.core.internal.discovery.ProviderSelection;
import java.util.List;
import java.util.Optional;

/**
 * What discovery found: the providers that were loaded, and those that were rejected and why, each with its jar.
 *
 * <p>{@link #toString} is made to be printed. Immutable and thread-safe.
 */
public final class DiscoveryReport {
    private final List<LoadedProvider> loaded;
    private final List<RejectedProvider> rejected;

    DiscoveryReport(ProviderSelection selection) {
        this.loaded = selection.selected().stream().map(LoadedProvider::new).toList();
        this.rejected = selection.rejected().stream().map(RejectedProvider::new).toList();
    }

    /**
     * Answers the providers that are there, in the order in which they are asked.
     *
     * @return an unmodifiable list; never null
     */
    public List<LoadedProvider> loaded() {
        return loaded;
    }

    /**
     * Answers the providers that are not there although something declares them.
     *
     * @return an unmodifiable list; never null
     */
    public List<RejectedProvider> rejected() {
        return rejected;
    }

    /** Says a line for each provider, loaded ones first. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("adapters: " + loaded.size() + " loaded, " + rejected.size() + " rejected");
        loaded.forEach(provider ->
                text.append(System.lineSeparator()).append("  loaded   ").append(provider));
        rejected.forEach(provider ->
                text.append(System.lineSeparator()).append("  rejected ").append(provider));
        return text.toString();
    }

    /** A provider that can be asked. Immutable and thread-safe. */
    public static final class LoadedProvider {
        private final ProviderSelection.Selected selected;

        LoadedProvider(ProviderSelection.Selected selected) {
            this.selected = selected;
        }

        /**
         * Answers the provider's id.
         *
         * @return the id; never null
         */
        public String id() {
            return selected.id();
        }

        /**
         * Answers when the provider is asked.
         *
         * @return lower is earlier
         */
        public int order() {
            return selected.order();
        }

        /**
         * Answers the provider's class.
         *
         * @return the name of the class; never null
         */
        public String className() {
            return selected.provider().getClass().getName();
        }

        /**
         * Answers where the provider comes from.
         *
         * @return the jar or folder; never null
         */
        public String source() {
            return selected.source();
        }

        /**
         * Tells whether the application registered the provider.
         *
         * @return false if it was discovered
         */
        public boolean isExplicit() {
            return selected.explicit();
        }

        @Override
        public String toString() {
            return id() + " (order " + order() + "): " + className() + (isExplicit() ? ", registered, from " : " from ")
                    + source();
        }
    }

    /** A provider that cannot be asked. Immutable and thread-safe. */
    public static final class RejectedProvider {
        private final ProviderSelection.Rejected entry;

        RejectedProvider(ProviderSelection.Rejected entry) {
            this.entry = entry;
        }

        /**
         * Answers the provider's id.
         *
         * @return the id, or empty where it did not come to that
         */
        public Optional<String> id() {
            return Optional.ofNullable(entry.id());
        }

        /**
         * Answers the provider's class.
         *
         * @return the name of the class, or the line that should have held it; never null
         */
        public String className() {
            return entry.className();
        }

        /**
         * Answers where the provider comes from.
         *
         * @return the jar or folder; never null
         */
        public String source() {
            return entry.source();
        }

        /**
         * Answers why the provider was rejected.
         *
         * @return a phrase; never null
         */
        public String reason() {
            return entry.reason();
        }

        @Override
        public String toString() {
            return className() + " from " + source() + ": " + reason();
        }
    }
}
