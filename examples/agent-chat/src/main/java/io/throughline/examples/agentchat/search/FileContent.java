// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads a file whole, unpacked if it was packed with gzip, and never more than a bound. */
final class FileContent {
    private static final String PACKED = ".gz";

    private FileContent() {}

    static byte[] read(Path file, int maxBytes) throws IOException, SkipException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new SkipException(
                    SkipReason.UNREADABLE, "it was removed or replaced while the folder was being indexed");
        }
        if (attributes.size() > maxBytes) {
            throw new SkipException(SkipReason.TOO_LARGE, "it has " + attributes.size() + " bytes, " + bound(maxBytes));
        }
        try (InputStream raw = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                InputStream in = isPacked(file.toString()) ? new GZIPInputStream(raw) : raw) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new SkipException(SkipReason.TOO_LARGE, "its content is too large, " + bound(maxBytes));
            }
            return content;
        }
    }

    /** The name that the content has once it is unpacked. */
    static String unpackedName(String name) {
        return isPacked(name) ? name.substring(0, name.length() - PACKED.length()) : name;
    }

    private static boolean isPacked(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(PACKED);
    }

    private static String bound(int maxBytes) {
        return "and at most " + maxBytes + " are read; split it to have it searched";
    }
}
