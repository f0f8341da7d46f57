// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import io.throughline.api.spi.ProtocolVersionRange;
import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.internal.fault.Fatal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which providers count: explicit ones before discovered ones, none of two with one id, none of another version. */
public final class ProviderSelection {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /**
     * A provider that counts.
     *
     * @param explicit whether the application registered it
     * @param source the jar or folder it comes from
     */
    public record Selected(String id, int order, WebSocketManagerProvider provider, boolean explicit, String source) {}

    /**
     * A provider that does not count.
     *
     * @param id its id, or null where it is not known
     * @param duplicate whether the reason is that two have one id
     */
    public record Rejected(@Nullable String id, String className, String source, String reason, boolean duplicate) {}

    private final Map<String, Selected> selected = new LinkedHashMap<>();
    private final List<Rejected> rejected = new ArrayList<>();

    private ProviderSelection() {}

    /**
     * Selects from the given providers and, with a class loader, from those that it can see.
     *
     * @throws InvalidArgumentException if two explicit providers have one id, or one is not as its interface says
     */
    public static ProviderSelection of(List<WebSocketManagerProvider> explicit, @Nullable ClassLoader loader) {
        ProviderSelection selection = new ProviderSelection();
        explicit.forEach(selection::register);
        if (loader != null) {
            selection.addDiscovered(ProviderLoader.load(loader));
        }
        return selection;
    }

    /** Answers the providers that count, in the order in which they are asked. */
    public List<Selected> selected() {
        return selected.values().stream()
                .sorted(Comparator.comparingInt(Selected::order).thenComparing(Selected::id))
                .toList();
    }

    /** Answers the providers that do not count, and why. */
    public List<Rejected> rejected() {
        return List.copyOf(rejected);
    }

    private void register(WebSocketManagerProvider provider) {
        Candidate candidate = Candidate.loaded(provider, Sources.ofClass(provider.getClass()));
        Checked checked = check(candidate);
        if (checked.problem() != null) {
            throw new InvalidArgumentException(
                    ErrorIds.PROVIDER_REJECTED,
                    "the provider " + candidate.className() + " cannot be registered: " + checked.problem() + ".");
        }
        Selected added = checked.selected(candidate, provider, true);
        Selected before = selected.putIfAbsent(added.id(), added);
        if (before != null) {
            throw new InvalidArgumentException(
                    ErrorIds.DUPLICATE_PROVIDER,
                    "the id \"" + added.id() + "\" is that of "
                            + before.provider().getClass().getName() + " and of " + candidate.className()
                            + ". Register one of them.");
        }
    }

    private void addDiscovered(List<Candidate> candidates) {
        Map<String, List<Selected>> byId = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            WebSocketManagerProvider provider = candidate.provider();
            Checked checked = provider == null ? Checked.not(String.valueOf(candidate.reason())) : check(candidate);
            if (provider == null || checked.problem() != null) {
                reject(
                        checked.id(),
                        candidate.className(),
                        candidate.source(),
                        Objects.requireNonNull(checked.problem()),
                        false);
            } else {
                Selected found = checked.selected(candidate, provider, false);
                byId.computeIfAbsent(found.id(), id -> new ArrayList<>()).add(found);
            }
        }
        byId.values().forEach(this::addOneOf);
    }

    private void addOneOf(List<Selected> sameId) {
        String id = sameId.get(0).id();
        if (selected.containsKey(id)) {
            for (Selected overridden : sameId) {
                reject(overridden, "the application registered a provider with this id", false);
            }
        } else if (sameId.size() == 1) {
            selected.put(id, sameId.get(0));
        } else {
            for (Selected duplicate : sameId) {
                reject(duplicate, "its id is also that of " + others(sameId, duplicate), true);
            }
        }
    }

    private static String others(List<Selected> sameId, Selected than) {
        return String.join(
                " and ",
                sameId.stream()
                        .filter(other -> !other.equals(than))
                        .map(other -> other.provider().getClass().getName() + " in " + other.source())
                        .toList());
    }

    private void reject(Selected provider, String reason, boolean duplicate) {
        reject(provider.id(), provider.provider().getClass().getName(), provider.source(), reason, duplicate);
    }

    private void reject(@Nullable String id, String className, String source, String reason, boolean duplicate) {
        rejected.add(new Rejected(id, className, source, reason, duplicate));
    }

    /** What a provider says of itself, or what is wrong with that. */
    private record Checked(
            @Nullable String id, int order, @Nullable String problem) {
        static Checked not(String problem) {
            return new Checked(null, 0, problem);
        }

        Selected selected(Candidate candidate, WebSocketManagerProvider provider, boolean explicit) {
            return new Selected(Objects.requireNonNull(id), order, provider, explicit, candidate.source());
        }
    }

    @SuppressWarnings("ConstantValue") // third parties' code may answer null whatever its signature says
    private static Checked check(Candidate candidate) {
        WebSocketManagerProvider provider = Objects.requireNonNull(candidate.provider());
        String asked = "id";
        String id = null;
        try {
            String answered = provider.id();
            if (answered == null || !ID.matcher(answered).matches()) {
                return Checked.not("its id is " + (answered == null ? "null" : "\"" + answered + "\"")
                        + ", not 1 to 64 lower-case letters, digits, dots and dashes");
            }
            id = answered;
            asked = "protocol versions";
            ProtocolVersionRange versions = provider.protocolVersions();
            if (versions == null || !versions.includes(ProtocolVersionRange.CURRENT)) {
                return new Checked(
                        id,
                        0,
                        versions == null
                                ? "its protocol versions are null"
                                : "it was built for protocol " + versions + ", this is version "
                                        + ProtocolVersionRange.CURRENT);
            }
            asked = "order";
            return new Checked(id, provider.order(), null);
        } catch (Throwable e) {
            Fatal.rethrow(e);
            return new Checked(id, 0, "it threw " + Failures.chain(e) + " when it was asked for its " + asked);
        }
    }
}
