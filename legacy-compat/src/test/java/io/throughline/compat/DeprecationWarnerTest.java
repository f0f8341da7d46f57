// SPDX-License-Identifier: Apache-2.0
package io.throughline.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class DeprecationWarnerTest {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Logger log = logger(said::add);

    private static Logger logger(Consumer<String> warnings) {
        return (Logger) Proxy.newProxyInstance(
                DeprecationWarnerTest.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, given) -> {
                    if (method.getName().equals("warn")) {
                        Object[] arguments = Arrays.stream(given, 1, given.length)
                                .flatMap(value -> value instanceof Object[] many
                                        ? Arrays.stream(many)
                                        : Arrays.stream(new Object[] {value}))
                                .toArray();
                        warnings.accept(MessageFormatter.arrayFormat((String) given[0], arguments)
                                .getMessage());
                    }
                    return null;
                });
    }

    /** Stands for a bridge: its frames are passed over when the caller is looked for. */
    private static final class OldName {
        private final DeprecationWarner warner;

        OldName(DeprecationWarner warner) {
            this.warner = warner;
        }

        void oldMethod() {
            warner.warn("OldName.oldMethod", "NewName.newMethod");
        }

        void throughAnother() {
            oldMethod();
        }
    }

    private OldName oldName(int maxSites) {
        return new OldName(new DeprecationWarner(OldName.class, maxSites, log));
    }

    @Test
    void warns_once_for_a_place_with_the_caller_the_old_name_and_the_new_one() {
        OldName old = oldName(10);
        for (int i = 0; i < 3; i++) {
            old.oldMethod();
        }
        assertEquals(1, said.size());
        String warning = said.get(0);
        assertTrue(warning.startsWith("[TL-6001] "), warning);
        assertTrue(warning.contains(DeprecationWarnerTest.class.getName() + ".warns_once_for_a_place"), warning);
        assertTrue(warning.contains(", line "), warning);
        assertTrue(warning.contains("OldName.oldMethod, which will be removed"), warning);
        assertTrue(warning.contains("Use NewName.newMethod instead"), warning);
        assertTrue(warning.contains("said once"), warning);
    }

    @Test
    void warns_again_for_another_place_even_in_the_same_line() {
        OldName old = oldName(10);
        // spotless:off
        old.oldMethod();
        old.oldMethod();
        // spotless:on
        old.throughAnother();
        assertEquals(3, said.size());
        assertTrue(said.get(2).contains(DeprecationWarnerTest.class.getName()), said.get(2));
    }

    @Test
    void many_threads_at_one_place_are_one_place() throws Exception {
        OldName old = oldName(10);
        int threads = 16;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                callers.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    old.oldMethod();
                    return null;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get(30, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        assertEquals(1, said.size());
    }

    @Test
    void the_table_of_places_is_bounded_and_says_so_once() {
        DeprecationWarner warner = new DeprecationWarner(OldName.class, 2, log);
        OldName old = new OldName(warner);
        old.oldMethod();
        old.oldMethod();
        old.oldMethod();
        old.oldMethod();
        assertEquals(3, said.size());
        assertTrue(said.get(2).contains("2 places"), said.get(2));
        assertEquals(2, warner.warnedSites());
    }

    @Test
    void never_throws_into_the_caller() {
        Logger broken = logger(warning -> {
            throw new IllegalStateException("the disk is full");
        });
        DeprecationWarner warner = new DeprecationWarner(OldName.class, 10, broken);
        new OldName(warner).oldMethod();
        assertEquals(1, warner.warnedSites());
    }
}
