// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;

/** Finds jars that class loaders pass over in silence, such as one whose download broke off. */
final class UnreadableJars {
    private UnreadableJars() {}

    static List<Candidate> of(ClassLoader loader) {
        List<Candidate> unreadable = new ArrayList<>();
        for (Path jar : jars(loader)) {
            try (ZipFile opened = new ZipFile(jar.toFile())) {
                opened.size();
            } catch (IOException e) {
                unreadable.add(
                        Candidate.rejected("all of its providers", jar.toString(), "the jar cannot be opened: " + e));
            }
        }
        return unreadable;
    }

    private static Set<Path> jars(ClassLoader loader) {
        Set<Path> jars = new LinkedHashSet<>();
        for (ClassLoader next = loader; next != null; next = next.getParent()) {
            if (next instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    path(url).filter(UnreadableJars::isJar).ifPresent(jars::add);
                }
            } else if (next == ClassLoader.getSystemClassLoader()) {
                for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
                    path(entry).filter(UnreadableJars::isJar).ifPresent(jars::add);
                }
            }
        }
        return jars;
    }

    private static Optional<Path> path(URL url) {
        try {
            return "file".equals(url.getProtocol()) ? Optional.of(Path.of(url.toURI())) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String entry) {
        try {
            return Optional.of(Path.of(entry));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isJar(Path path) {
        return path.toString().endsWith(".jar") && Files.isRegularFile(path);
    }
}
