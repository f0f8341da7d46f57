// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.examples.agentchat.search.DocumentIndex;
import io.throughline.examples.agentchat.search.IndexingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Serves the real example over this repository's documents, on a free port, for a test class. */
final class TestChat implements BeforeAllCallback, AfterAllCallback {
    private ChatServer server;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = ChatServer.start(
                "127.0.0.1", 0, DocumentIndex.build(repository().resolve("docs"), IndexingListener.none()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }

    int port() {
        return server.port();
    }

    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
