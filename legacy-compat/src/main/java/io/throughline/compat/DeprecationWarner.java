// SPDX-License-Identifier: Apache-2.0
package io.throughline.compat;

import io.throughline.api.ErrorIds;
import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns that an old name is in use, once for each place in the code that uses it.
 *
 * <p>A place is a bytecode instruction, so two calls in one line are two places. Thread-safe. Never throws into the caller,
 * and remembers a bounded number of places, after which it says once that it falls silent.
 */
final class DeprecationWarner {
    /** How many places are remembered unless said otherwise. */
    static final int DEFAULT_MAX_SITES = 10_000;

    private static final StackWalker WALKER = StackWalker.getInstance();

    private record Site(String oldName, String className, String methodName, int bytecodeIndex) {}

    private final Class<?> bridge;
    private final int maxSites;
    private final Logger log;
    private final Map<Site, Boolean> sites = new ConcurrentHashMap<>();
    private final AtomicInteger siteCount = new AtomicInteger();

    /** Warns on behalf of a bridge, under the logger of its name. */
    DeprecationWarner(Class<?> bridge) {
        this(bridge, DEFAULT_MAX_SITES, LoggerFactory.getLogger(bridge));
    }

    DeprecationWarner(Class<?> bridge, int maxSites, Logger log) {
        this.bridge = bridge;
        this.maxSites = maxSites;
        this.log = log;
    }

    /**
     * Warns, unless the place that called the bridge was warned before.
     *
     * @param oldName what was called
     * @param replacement what to call instead
     */
    void warn(String oldName, String replacement) {
        try {
            WALKER.walk(frames -> frames.filter(this::isOutside).findFirst())
                    .ifPresent(caller -> warnOnce(caller, oldName, replacement));
        } catch (RuntimeException | LinkageError e) {
            log.debug("could not warn about {}", oldName, e);
        }
    }

    private boolean isOutside(StackFrame frame) {
        String name = frame.getClassName();
        return !name.equals(DeprecationWarner.class.getName()) && !name.equals(bridge.getName());
    }

    private void warnOnce(StackFrame caller, String oldName, String replacement) {
        Site site = new Site(oldName, caller.getClassName(), caller.getMethodName(), caller.getByteCodeIndex());
        if (sites.containsKey(site) || siteCount.get() > maxSites || sites.putIfAbsent(site, true) != null) {
            return;
        }
        int count = siteCount.incrementAndGet();
        if (count <= maxSites) {
            log.warn(
                    ErrorIds.DEPRECATED_NAME.describe("{} calls {}, which will be removed. Use {} instead. "
                            + "(This is said once for this place.)"),
                    describe(caller),
                    oldName,
                    replacement);
        } else {
            sites.remove(site);
            if (count == maxSites + 1) {
                log.warn(
                        ErrorIds.DEPRECATED_NAME.describe(
                                "{} places call names that will be removed; further ones are not told."),
                        maxSites);
            }
        }
    }

    private static String describe(StackFrame caller) {
        String line = Optional.of(caller.getLineNumber())
                .filter(number -> number > 0)
                .map(number -> ", line " + number)
                .orElse("");
        return caller.getClassName() + "." + caller.getMethodName() + line;
    }

    /** Counts the places that were warned. */
    int warnedSites() {
        return Math.min(siteCount.get(), maxSites);
    }
}
