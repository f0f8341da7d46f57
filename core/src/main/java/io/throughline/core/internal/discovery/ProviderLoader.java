// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import io.throughline.api.spi.WebSocketManagerProvider;
import io.throughline.core.internal.fault.Fatal;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Loads all providers that a class loader can see, each guarded from the others.
 *
 * <p>{@link ServiceLoader} is asked for types first and instances second, so that a failing constructor has a known place.
 * What it does not yield although a file declares it is looked at by itself, either to say what is wrong with it, or to
 * load it after all: a malformed line makes the loader skip the good lines of its file.
 */
final class ProviderLoader {
    private static final Class<WebSocketManagerProvider> SERVICE = WebSocketManagerProvider.class;
    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+");

    /** How often in a row the loader may fail before it is believed to be stuck. */
    private static final int MAX_FAILURES_IN_A_ROW = 1_000;

    private final ClassLoader loader;
    private final ServiceFiles files;
    private final List<Candidate> found = new ArrayList<>();
    private final Set<String> settled = new HashSet<>();
    private final List<Throwable> failures = new ArrayList<>();

    private ProviderLoader(ClassLoader loader) {
        this.loader = loader;
        this.files = ServiceFiles.read(SERVICE, loader);
    }

    static List<Candidate> load(ClassLoader loader) {
        ProviderLoader search = new ProviderLoader(loader);
        search.askServiceLoader();
        search.examineWhatIsLeft();
        search.failures.forEach(search::reportUnexplained);
        List<Candidate> all = new ArrayList<>(search.found);
        all.addAll(search.files.malformed());
        all.addAll(UnreadableJars.of(loader));
        return all;
    }

    private void askServiceLoader() {
        Spliterator<ServiceLoader.Provider<WebSocketManagerProvider>> providers =
                ServiceLoader.load(SERVICE, loader).stream().spliterator();
        int inARow = 0;
        while (inARow < MAX_FAILURES_IN_A_ROW) {
            try {
                if (!providers.tryAdvance(this::create)) {
                    return;
                }
                inARow = 0;
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures.add(e);
                inARow++;
            }
        }
    }

    private void create(ServiceLoader.Provider<WebSocketManagerProvider> declared) {
        Class<?> type = declared.type();
        try {
            WebSocketManagerProvider provider = declared.get();
            settle(Candidate.loaded(provider, sourceOf(provider.getClass())));
        } catch (Throwable e) {
            Fatal.rethrow(e);
            if (type.equals(SERVICE)) {
                failures.add(e); // a static provider method, whose class only the message tells
            } else {
                settle(Candidate.rejected(type.getName(), sourceOf(type), Failures.reason(e)));
            }
        }
    }

    private void settle(Candidate candidate) {
        found.add(candidate);
        settled.add(candidate.className());
    }

    private String sourceOf(Class<?> type) {
        return type.getModule().isNamed()
                ? Sources.ofClass(type)
                : files.sourceByClass().getOrDefault(type.getName(), Sources.ofClass(type));
    }

    private void examineWhatIsLeft() {
        files.sourceByClass().forEach((name, source) -> {
            if (!settled.contains(name)) {
                settle(examine(name, source));
            }
        });
    }

    private Candidate examine(String name, String source) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (!SERVICE.isAssignableFrom(type)) {
                return Candidate.rejected(
                        name,
                        source,
                        "it is not a subtype of " + SERVICE.getName()
                                + ", or another copy of that type is on its class path");
            }
            if (type.getModule().isNamed()) {
                return Candidate.rejected(
                        name,
                        source,
                        "the descriptor of its module " + type.getModule().getName() + " does not provide it");
            }
            return Candidate.loaded(SERVICE.cast(type.getConstructor().newInstance()), source);
        } catch (ClassNotFoundException e) {
            return Candidate.rejected(
                    name,
                    source,
                    e.getCause() == null
                            ? "there is no such class"
                            : "its class cannot be read: " + Failures.chain(e.getCause()));
        } catch (Throwable e) {
            Fatal.rethrow(e);
            return Candidate.rejected(name, source, Failures.reason(e));
        }
    }

    /** A failure that no provider file explains comes from a module, or from the loader itself. */
    private void reportUnexplained(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        List<String> named = namesIn(message);
        if (named.stream().anyMatch(settled::contains)
                || (!files.malformed().isEmpty() && message.contains("META-INF/services/"))
                || found.stream().anyMatch(candidate -> isExplainedBy(candidate, message))) {
            return;
        }
        for (String name : named) {
            String resource = name.replace('.', '/') + ".class";
            URL url = loader.getResource(resource);
            if (url != null) {
                settle(Candidate.rejected(name, Sources.ofResource(url, resource), Failures.reason(failure)));
                return;
            }
        }
        settle(Candidate.rejected("a provider", "the module path", Failures.chain(failure)));
    }

    /** The names of classes in a message, and of those whose method it names, but for the service. */
    private static List<String> namesIn(String message) {
        return CLASS_NAME
                .matcher(message.replace(".provider()", ""))
                .results()
                .map(MatchResult::group)
                .filter(name -> !name.equals(SERVICE.getName()))
                .toList();
    }

    private static boolean isExplainedBy(Candidate candidate, String message) {
        String reason = candidate.reason();
        return reason != null && reason.endsWith(message);
    }
}
