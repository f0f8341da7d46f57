// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.RunId;
import io.throughline.api.WebSocketConnection;
import io.throughline.api.WebSocketManagerProtocol;
import io.throughline.compat.UnifiedWebSocketManager;
import io.throughline.compat.WebSocketManagerSingleton;
import io.throughline.conformance.architecture.ModuleMap;
import io.throughline.conformance.architecture.Rules;
import io.throughline.core.WebSocketManager;
import io.throughline.core.WebSocketManagerFactory;
import io.throughline.testkit.InMemoryConnection;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("imports")
@SuppressWarnings("removal")
class ImportChecksTest {
    /** The four things that code needs, each with its one home. */
    private static final List<Class<?>> CANONICAL = List.of(
            WebSocketManagerFactory.class,
            WebSocketManager.class,
            WebSocketConnection.class,
            WebSocketManagerProtocol.class);

    /** How each old name leads to a manager, given the one that is to do the work. */
    private static final Map<Class<?>, Function<WebSocketManager, WebSocketManagerProtocol>> OLD_NAMES = Map.of(
            UnifiedWebSocketManager.class,
            UnifiedWebSocketManager::new,
            WebSocketManagerSingleton.class,
            manager -> WebSocketManagerSingleton.getWebSocketManager());

    @TempDir
    Path folder;

    @Once
    void websocket_manager_import_paths() throws Exception {
        assertEquals(OLD_NAMES.keySet(), new HashSet<>(CodeBase.oldNames()), "every old name is looked at");
        WebSocketManager installed = WebSocketManagerSingleton.getWebSocketManager();
        try {
            for (Map.Entry<Class<?>, Function<WebSocketManager, WebSocketManagerProtocol>> old : OLD_NAMES.entrySet()) {
                assertSame(old.getKey(), Class.forName(old.getKey().getName()));
                WebSocketManagerProtocol resolved = old.getValue().apply(installed);
                InMemoryConnection connection = InMemoryConnection.open(Users.ALICE);
                installed.addConnection(connection);
                assertEquals(installed.getUserConnections(Users.ALICE), resolved.getUserConnections(Users.ALICE));
                RunId run = RunId.random();
                GoldenRun.send(resolved, Users.ALICE, run);
                GoldenRun.assertComplete(GoldenRun.awaitEvents(connection, 5), Users.ALICE, run);
                assertHasNothingOfItsOwn(old.getKey());
            }
        } finally {
            installed.disconnectUser(Users.ALICE);
        }
    }

    private static void assertHasNothingOfItsOwn(Class<?> oldName) {
        for (Field field : oldName.getDeclaredFields()) {
            boolean isWarner = Modifier.isStatic(field.getModifiers())
                    && field.getType().getSimpleName().equals("DeprecationWarner");
            assertTrue(isWarner || field.getType() == WebSocketManager.class, () -> "state of its own: " + field);
        }
    }

    @Once
    void deprecated_imports_still_work() throws Exception {
        try (LegacyCaller caller = LegacyCaller.compile(folder);
                WarningCollector warnings = WarningCollector.of("io.throughline.compat")) {
            assertEquals(
                    List.of(
                            "UnifiedWebSocketManager",
                            "WebSocketManagerSingleton",
                            "emitCriticalEvent",
                            "getConnectionHealth",
                            "getStats",
                            "getWebSocketManager",
                            "isConnectionActive",
                            "sendToThread",
                            "sendToUser"),
                    caller.compilerWarnings(),
                    "the compiler warns of each use");
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        2, caller.call("firstPlace", "alice"), "connections of alice and messages that they received");
                assertEquals(1, caller.call("secondPlace", "bob"));
                assertEquals(1, caller.call("otherMethods", "carol"), "each old method does what it did");
            }
            List<String> said = warnings.messages();
            assertEquals(11, said.size(), said::toString);
            Map<String, Long> byName = said.stream()
                    .collect(Collectors.groupingBy(
                            text -> text.replaceAll("^.* calls (\\S+), which.*$", "$1"), Collectors.counting()));
            assertEquals(
                    Map.of(
                            "UnifiedWebSocketManager", 3L,
                            "UnifiedWebSocketManager.sendToUser", 2L,
                            "UnifiedWebSocketManager.emitCriticalEvent", 1L,
                            "UnifiedWebSocketManager.sendToThread", 1L,
                            "UnifiedWebSocketManager.isConnectionActive", 1L,
                            "UnifiedWebSocketManager.getConnectionHealth", 1L,
                            "UnifiedWebSocketManager.getStats", 1L,
                            "WebSocketManagerSingleton.getWebSocketManager", 1L),
                    byName);
            for (String text : said) {
                assertTrue(
                        text.matches(
                                "\\[TL-6001\\] legacy\\.Caller\\.(firstPlace|secondPlace|otherMethods), line \\d+ calls .*"),
                        text);
                assertTrue(text.contains(" Use "), text);
            }
        }
    }

    @Once
    void circular_import_prevention() {
        Rules.noPackageCycles("io.throughline").check(CodeBase.productionClasses());
        Rules.noModuleCycles(ModuleMap.PROJECT).check(CodeBase.productionClasses());
    }

    @Once
    void import_performance_consistency() throws Exception {
        Set<Class<?>> entryPoints = new HashSet<>(CANONICAL);
        entryPoints.addAll(CodeBase.oldNames());
        Map<String, Integer> all = new LinkedHashMap<>();
        Map<String, Integer> own = new LinkedHashMap<>();
        for (Class<?> entryPoint : entryPoints) {
            List<String> loaded = FreshJvm.classesLoadedBy(entryPoint.getName(), folder);
            assertTrue(loaded.contains(entryPoint.getName()), entryPoint::getName);
            all.put(entryPoint.getSimpleName(), loaded.size());
            own.put(entryPoint.getSimpleName(), (int) loaded.stream()
                    .filter(name -> name.startsWith("io.throughline."))
                    .count());
        }
        int canonical = all.get("WebSocketManager");
        int ownOfCanonical = own.get("WebSocketManager");
        all.forEach((name, count) -> assertTrue(
                count <= canonical * 1.25, () -> name + " loads many more classes than the manager: " + all));
        own.forEach((name, count) -> assertTrue(
                count <= ownOfCanonical + 10, () -> name + " loads many more of our classes than the manager: " + own));
    }

    @Once
    void import_interface_consistency() {
        Set<Class<?>> checked = new HashSet<>();
        Managers.all().forEach(subject -> {
            try (ManagerSource source = subject.open()) {
                checked.add(source.create(Users.ALICE).getClass());
            }
        });
        Set<Class<?>> implementations = CodeBase.publicTypes().stream()
                .filter(type -> WebSocketManagerProtocol.class.isAssignableFrom(type) && !type.isInterface())
                .collect(Collectors.toSet());
        assertEquals(checked, implementations, "managers that are checked, and managers that there are");

        Set<String> names = Arrays.stream(WebSocketManagerProtocol.class.getMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("close"))
                .collect(Collectors.toSet());
        for (Class<?> type : CodeBase.publicTypes()) {
            boolean looksLikeOne =
                    CodeBase.publicMethodsOf(type).stream().map(Method::getName).anyMatch(names::contains);
            assertTrue(
                    !looksLikeOne || WebSocketManagerProtocol.class.isAssignableFrom(type),
                    () -> type + " has methods of the protocol without being a manager");
        }
    }

    @Once
    void import_path_canonicalization() {
        Map<String, Set<String>> homes = new LinkedHashMap<>();
        for (Class<?> type : CodeBase.publicTypes()) {
            if (type.getEnclosingClass() == null) {
                homes.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getName());
            }
        }
        homes.forEach((name, found) -> assertEquals(1, found.size(), () -> name + " has several homes: " + found));
        for (Class<?> canonical : CANONICAL) {
            assertEquals(Set.of(canonical.getName()), homes.get(canonical.getSimpleName()));
            assertEquals(
                    Set.of(canonical.getName()),
                    onWholeClassPath(canonical.getSimpleName()),
                    "on the whole class path");
        }
        List<String> files = new ArrayList<>();
        CodeBase.production()
                .forEach(artifact -> CodeBase.classFiles(artifact).stream()
                        .filter(name -> name.startsWith("io/throughline/"))
                        .forEach(files::add));
        assertEquals(new HashSet<>(files).size(), files.size(), "each class is in one artifact");
    }

    private static Set<String> onWholeClassPath(String simpleName) {
        return CodeBase.classPath().stream()
                .flatMap(entry -> CodeBase.classFiles(entry).stream())
                .filter(name -> name.endsWith("/" + simpleName + ".class"))
                .map(name ->
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                .collect(Collectors.toSet());
    }
}
