// SPDX-License-Identifier: Apache-2.0
package io.throughline.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of named modules in a process of its own, where strong encapsulation is as users have it. */
class ModulePathTest {
    private static final String MODULE_INFO = """
            open module demo {
                requires io.throughline.guice;
                requires jakarta.inject;
            }
            """;

    private static final String MAIN = """
            package demo;

            import com.google.inject.*;
            import com.google.inject.multibindings.*;
            import io.throughline.api.*;
            import io.throughline.api.spi.*;
            import io.throughline.core.*;
            import io.throughline.guice.*;
            import jakarta.inject.Inject;
            import java.util.Map;

            public class Main extends AbstractModule {
                static class Chat {
                    @Inject Hub hub;
                    @Inject WebSocketManagerFactory factory;
                    @Inject ExecutionEngine engine;
                    @Inject AdapterRegistry registry;
                    @Inject ThroughlineShutdown shutdown;
                }

                static class Printing implements DeliveryListener {
                    @Override
                    public void onEvent(UserId userId, AgentEvent event, SendResult result) {
                        System.out.println(event.type() + " " + result.isAccepted());
                    }
                }

                @Override
                protected void configure() {
                    install(new ThroughlineModule());
                    bind(HubConfigurer.class).toInstance(hub -> hub.logMaxEntries(100));
                    Multibinder.newSetBinder(binder(), DeliveryListener.class).addBinding().to(Printing.class);
                }

                public static void main(String[] args) {
                    Chat chat = Guice.createInjector(Stage.PRODUCTION, new Main()).getInstance(Chat.class);
                    UserExecutionContext alice = UserExecutionContext.of(UserId.of("alice"));
                    chat.engine.execute(alice, Agent.of("researcher", run -> Map.of("answer", 42)))
                            .toCompletableFuture().join();
                    System.out.println(chat.factory.createIsolatedManager(alice).hub() == chat.hub);
                    System.out.println(chat.registry.report());
                    System.out.println(ThroughlineModule.class.getModule());
                    chat.shutdown.close();
                }
            }
            """;

    @Test
    void the_whole_system_is_injected_from_the_module_path(@TempDir Path folder) throws Exception {
        String path = JavaTools.applicationPath();
        Path classes = JavaTools.compile(
                folder, Map.of("module-info.java", MODULE_INFO, "demo/Main.java", MAIN), "--module-path", path);

        String output = run(folder, path + File.pathSeparator + classes);

        assertEquals(
                List.of(
                        "agent_started true",
                        "agent_completed true",
                        "true",
                        "adapters: 0 loaded, 0 rejected",
                        "module io.throughline.guice"),
                output.lines().toList());
    }

    private static String run(Path folder, String modulePath) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(java.toString(), "-p", modulePath, "-m", "demo/demo.Main")
                .redirectOutput(output)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the application did not end");
        String errors = Files.readString(folder.resolve("errors"));
        assertEquals(0, process.exitValue(), errors);
        return Files.readString(output.toPath());
    }
}
