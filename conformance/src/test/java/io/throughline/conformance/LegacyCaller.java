// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Old code: a class that imports the old names, compiled against them as a team's own build would. */
final class LegacyCaller implements AutoCloseable {
    private static final String SOURCE = """
            package legacy;

            import io.throughline.api.UserId;
            import io.throughline.compat.UnifiedWebSocketManager;
            import io.throughline.compat.WebSocketManagerSingleton;
            import io.throughline.core.WebSocketManager;
            import io.throughline.testkit.InMemoryConnection;
            import java.util.Map;

            public class Caller {
                public static int firstPlace(String user) {
                    InMemoryConnection connection = InMemoryConnection.open(UserId.of(user));
                    WebSocketManager shared = new WebSocketManager();
                    shared.addConnection(connection);
                    UnifiedWebSocketManager manager = new UnifiedWebSocketManager(shared);
                    manager.sendToUser(user, Map.of("text", "hi"));
                    int counted = manager.getConnectionCount();
                    manager.close();
                    return counted + connection.events().size();
                }

                public static int secondPlace(String user) {
                    UnifiedWebSocketManager manager = new UnifiedWebSocketManager();
                    manager.sendToUser(user, Map.of("text", "hi"));
                    manager.close();
                    return WebSocketManagerSingleton.getWebSocketManager() == null ? 0 : 1;
                }

                public static int otherMethods(String user) {
                    InMemoryConnection connection = InMemoryConnection.open(UserId.of(user));
                    UnifiedWebSocketManager manager = new UnifiedWebSocketManager();
                    manager.addConnection(connection);
                    manager.emitCriticalEvent(user, "agent_thinking", Map.of("run_id", "r", "thought", "hm"));
                    boolean sent = manager.sendToThread("thread", Map.of("text", "hi"));
                    boolean active = manager.isConnectionActive(user);
                    Object connections = manager.getConnectionHealth(user).get("total_connections");
                    Object all = manager.getStats().get("total_connections");
                    manager.close();
                    return connection.events().size() == 1 && !sent && active && connections.equals(1) && all.equals(1)
                            ? 1
                            : 0;
                }
            }
            """;

    private final List<String> compilerWarnings;
    private final URLClassLoader loader;

    private LegacyCaller(List<String> compilerWarnings, URLClassLoader loader) {
        this.compilerWarnings = compilerWarnings;
        this.loader = loader;
    }

    static LegacyCaller compile(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///legacy/Caller.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE;
                    }
                };
        String classPath = String.join(
                File.pathSeparator,
                CodeBase.classPath().stream().map(Path::toString).toList());
        List<String> options =
                List.of("-proc:none", "-Xlint:removal", "-d", folder.toString(), "-classpath", classPath);
        if (!compiler.getTask(null, null, said, options, null, List.of(source)).call()) {
            throw new AssertionError("old code does not compile: " + said.getDiagnostics());
        }
        URL[] classes = {folder.toUri().toURL()};
        return new LegacyCaller(
                removals(said.getDiagnostics()), new URLClassLoader(classes, LegacyCaller.class.getClassLoader()));
    }

    /** The simple names of what the compiler says will be removed, each once. */
    private static List<String> removals(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        // Asking for a message may make the compiler say more.
        return List.copyOf(diagnostics).stream()
                .filter(diagnostic -> diagnostic.getCode().equals("compiler.warn.has.been.deprecated.for.removal"))
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .map(message -> message.replaceAll("^(?:[a-z]+\\.)*([A-Za-z]+).*", "$1"))
                .distinct()
                .sorted()
                .toList();
    }

    List<String> compilerWarnings() {
        return compilerWarnings;
    }

    int call(String method, String user) throws Exception {
        return (int) loader.loadClass("legacy.Caller")
                .getMethod(method, String.class)
                .invoke(null, user);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
