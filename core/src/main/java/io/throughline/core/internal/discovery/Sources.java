// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Names the jar or folder that something comes from, the way a person would. */
final class Sources {
    private Sources() {}

    /** Names where a class was loaded from. */
    static String ofClass(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            return fileName(source.getLocation().toString());
        }
        return type.getModule().isNamed() ? "module " + type.getModule().getName() : "an unknown place";
    }

    /** Names the jar or folder in which a resource stands. */
    static String ofResource(URL url, String resource) {
        String text = url.toString();
        int end = text.lastIndexOf(resource);
        return fileName(end < 0 ? text : text.substring(0, end));
    }

    private static String fileName(String url) {
        String location = url.startsWith("jar:") ? url.substring("jar:".length()) : url;
        int inner = location.indexOf("!/");
        if (inner >= 0) {
            location = location.substring(0, inner);
        }
        try {
            return Path.of(new URI(location)).toString();
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return location;
        }
    }
}
