// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param host where to listen
 * @param port where to listen, 0 for any free port
 * @param docs the folder of documents
 * @param help whether only the usage is wanted
 */
record Options(String host, int port, Path docs, boolean help) {
    static final String USAGE = """
            Usage: examples/agent-chat/run [--port N] [--host ADDRESS] [--docs DIR]

              --port N        the port to serve on, 0 for any free one (8080)
              --host ADDRESS  the address to serve on (127.0.0.1: this machine only)
              --docs DIR      the folder of text, Markdown or HTML documents to search (docs)
              --help          says this
            """;

    /** Says what is wrong with a command line. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments) throws UsageException {
        Options options = new Options("127.0.0.1", 8080, Path.of("docs"), false);
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String inline = equals < 0 ? null : argument.substring(equals + 1);
            options = options.with(name, inline, rest);
        }
        return options;
    }

    private Options with(String name, @Nullable String inline, Iterator<String> rest) throws UsageException {
        return switch (name) {
            case "--help", "-h" -> new Options(host, port, docs, true);
            case "--port" -> new Options(host, portOf(value(name, inline, rest)), docs, help);
            case "--host" -> new Options(value(name, inline, rest), port, docs, help);
            case "--docs" -> new Options(host, port, pathOf(value(name, inline, rest)), help);
            default -> throw new UsageException("there is no option " + name + ".");
        };
    }

    private static String value(String name, @Nullable String inline, Iterator<String> rest) throws UsageException {
        if (inline != null) {
            return inline;
        }
        if (!rest.hasNext()) {
            throw new UsageException(name + " needs a value.");
        }
        return rest.next();
    }

    private static int portOf(String value) throws UsageException {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        throw new UsageException("--port is \"" + value + "\", not a number from 0 to 65535.");
    }

    private static Path pathOf(String value) throws UsageException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException("--docs is \"" + value + "\", which is no path: " + e.getReason() + ".");
        }
    }
}
