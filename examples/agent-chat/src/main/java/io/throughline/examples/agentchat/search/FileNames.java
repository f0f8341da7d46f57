// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.nio.file.Path;

/** Turns paths into the names that people read. */
final class FileNames {
    private FileNames() {}

    /** The path of a file below a folder with {@code /} between its parts, safe to print in one line. */
    static String relative(Path folder, Path file) {
        var name = new StringBuilder();
        for (Path part : folder.relativize(file)) {
            if (name.length() > 0) {
                name.append('/');
            }
            name.append(part);
        }
        return printable(name.toString());
    }

    static String printable(String name) {
        var safe = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> Character.isISOControl(c) || isDirectionControl(c) ? '\uFFFD' : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /** Characters that reorder what stands around them, with which a name can pretend to be another. */
    private static boolean isDirectionControl(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
