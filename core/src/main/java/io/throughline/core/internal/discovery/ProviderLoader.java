// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import io.throughline.api.spi.WebSocketManagerProvider;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Loads all providers that a class loader can see, each guarded from the others.
 *
 * <p>What {@link ServiceLoader} does not yield although a file declares it is looked at by itself, either to say what is
 * wrong with it, or to load it after all: a malformed line makes the loader skip the good lines below it.
 */
final class ProviderLoader {
    private static final Class<WebSocketManagerProvider> SERVICE = WebSocketManagerProvider.class;

    /** How often in a row the loader may fail before it is believed to be stuck. */
    private static final int MAX_FAILURES_IN_A_ROW = 1_000;

    private final ClassLoader loader;
    private final ServiceFiles files;
    private final Map<String, Candidate> found = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    private ProviderLoader(ClassLoader loader) {
        this.loader = loader;
        this.files = ServiceFiles.read(SERVICE, loader);
    }

    static List<Candidate> load(ClassLoader loader) {
        ProviderLoader search = new ProviderLoader(loader);
        search.askServiceLoader();
        search.examineWhatIsLeft();
        search.reportUnexplained();
        List<Candidate> all = new ArrayList<>(search.found.values());
        all.addAll(search.files.malformed());
        return all;
    }

    private void askServiceLoader() {
        Iterator<WebSocketManagerProvider> providers =
                ServiceLoader.load(SERVICE, loader).iterator();
        int inARow = 0;
        while (inARow < MAX_FAILURES_IN_A_ROW) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                WebSocketManagerProvider provider = providers.next();
                found.put(provider.getClass().getName(), Candidate.loaded(provider, sourceOf(provider.getClass())));
                inARow = 0;
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures.add(describe(e));
                inARow++;
            }
        }
    }

    private String sourceOf(Class<?> type) {
        return type.getModule().isNamed()
                ? Sources.ofClass(type)
                : files.sourceByClass().getOrDefault(type.getName(), Sources.ofClass(type));
    }

    private void examineWhatIsLeft() {
        files.sourceByClass().forEach((name, source) -> {
            if (!found.containsKey(name)) {
                found.put(name, examine(name, source));
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
            return Candidate.loaded(SERVICE.cast(type.getConstructor().newInstance()), source);
        } catch (ClassNotFoundException e) {
            return Candidate.rejected(name, source, "there is no such class");
        } catch (NoSuchMethodException e) {
            return Candidate.rejected(name, source, "it has no public constructor without parameters");
        } catch (InstantiationException | IllegalAccessException e) {
            return Candidate.rejected(name, source, "it cannot be instantiated, is it abstract or not public? " + e);
        } catch (InvocationTargetException e) {
            return Candidate.rejected(name, source, "its constructor threw " + describe(e.getTargetException()));
        } catch (NoClassDefFoundError e) {
            return Candidate.rejected(name, source, "a class that it needs is missing: " + e.getMessage());
        } catch (LinkageError | RuntimeException e) {
            return Candidate.rejected(name, source, "it cannot be loaded: " + describe(e));
        }
    }

    /** Failures that no provider file explains come from modules. */
    private void reportUnexplained() {
        Set<String> explained = files.sourceByClass().keySet();
        for (String failure : failures) {
            boolean known = explained.stream().anyMatch(failure::contains)
                    || found.values().stream().anyMatch(candidate -> isMissingClassOf(candidate, failure))
                    || (!files.malformed().isEmpty() && failure.contains("META-INF/services"));
            if (!known) {
                found.putIfAbsent(failure, Candidate.rejected("a provider", "the module path", failure));
            }
        }
    }

    private static boolean isMissingClassOf(Candidate candidate, String failure) {
        int last = failure.lastIndexOf(": ");
        String reason = candidate.reason();
        return reason != null && last >= 0 && reason.endsWith(failure.substring(last + 2));
    }

    private static String describe(Throwable failure) {
        return failure.getCause() == null || failure instanceof LinkageError
                ? failure.toString()
                : failure + ", caused by " + failure.getCause();
    }
}
