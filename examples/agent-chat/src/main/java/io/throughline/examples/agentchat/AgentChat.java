// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import io.throughline.api.ServerException;
import io.throughline.examples.agentchat.Options.UsageException;
import io.throughline.examples.agentchat.search.DocumentFolderException;
import io.throughline.examples.agentchat.search.DocumentIndex;
import io.throughline.examples.agentchat.search.LoggingIndexingListener;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main program: indexes a folder of documents, then serves the page and the socket until it is stopped. */
public final class AgentChat {
    private static final Logger LOG = LoggerFactory.getLogger(AgentChat.class);
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** Held, since the logging of the JDK forgets the levels of loggers that nobody holds. */
    private static final List<java.util.logging.Logger> QUIET =
            List.of(quiet("org.apache.lucene", Level.SEVERE), quiet("org.glassfish", Level.WARNING));

    private AgentChat() {}

    private static java.util.logging.Logger quiet(String name, Level level) {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
        logger.setLevel(level);
        return logger;
    }

    /**
     * Runs the program.
     *
     * @param arguments see {@code --help}; never null
     */
    public static void main(String... arguments) {
        int status = run(List.of(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Answers 0 if the server is serving, on threads of its own, or if only help was wanted. */
    static int run(List<String> arguments) {
        LOG.debug("loggers of {} libraries are quiet", QUIET.size());
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                LOG.info("{}", Options.USAGE);
                return 0;
            }
            serve(options);
            return 0;
        } catch (UsageException e) {
            LOG.error("{}\n\n{}", e.getMessage(), Options.USAGE);
            return WRONG_USAGE;
        } catch (DocumentFolderException | ServerException e) {
            LOG.error("{}", e.getMessage());
            return FAILED;
        } catch (IOException e) {
            LOG.error("the documents could not be indexed: {}", e.toString());
            return FAILED;
        }
    }

    private static void serve(Options options) throws IOException {
        DocumentIndex index = DocumentIndex.build(options.docs(), new LoggingIndexingListener(LOG));
        ChatServer server;
        try {
            server = ChatServer.start(options.host(), options.port(), index);
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "shutdown"));
        LOG.info("Open http://{}:{}/ and ask something. Stop with Ctrl+C.", shown(options.host()), server.port());
    }

    /**
     * Ends the process with 0 when its clients were sent away as they should be.
     *
     * <p>A process that is ended by a signal answers 128 and the signal's number, unless it halts by itself, and who runs it
     * takes that for a failure.
     */
    private static void stop(ChatServer server) {
        int status = FAILED;
        try {
            server.drainAndClose();
            LOG.info("Stopped.");
            status = 0;
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private static String shown(String host) {
        return switch (host) {
            case "0.0.0.0", "::", "127.0.0.1" -> "localhost";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }
}
