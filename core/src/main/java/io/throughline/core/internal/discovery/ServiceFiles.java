// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the provider files on the class path, to know which jar names which class, which {@link java.util.ServiceLoader}
 * does not tell.
 */
final class ServiceFiles {
    private final String resource;
    private final Map<String, String> sourceByClass = new LinkedHashMap<>();
    private final List<Candidate> malformed = new ArrayList<>();

    private ServiceFiles(String resource) {
        this.resource = resource;
    }

    static ServiceFiles read(Class<?> service, ClassLoader loader) {
        ServiceFiles files = new ServiceFiles("META-INF/services/" + service.getName());
        try {
            Enumeration<URL> urls = loader.getResources(files.resource);
            while (urls.hasMoreElements()) {
                files.read(urls.nextElement());
            }
        } catch (IOException | RuntimeException e) {
            files.malformed.add(Candidate.rejected(files.resource, "the class path", "cannot be listed: " + e));
        }
        return files;
    }

    /** Answers the declared classes and the jar or folder that declares each first. */
    Map<String, String> sourceByClass() {
        return sourceByClass;
    }

    /** Answers the lines and files that cannot be read. */
    List<Candidate> malformed() {
        return malformed;
    }

    private void read(URL url) {
        String source = Sources.ofResource(url, resource);
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream();
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    readLine(line, number, source);
                }
            }
        } catch (IOException | RuntimeException e) {
            malformed.add(Candidate.rejected(resource, source, "the file cannot be read: " + e));
        }
    }

    private void readLine(String line, int number, String source) {
        int comment = line.indexOf('#');
        String name = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (name.isEmpty()) {
            return;
        }
        if (isClassName(name)) {
            sourceByClass.putIfAbsent(name, source);
        } else {
            malformed.add(Candidate.rejected(
                    name, source, "line " + number + " of " + resource + " is not the name of a class"));
        }
    }

    private static boolean isClassName(String name) {
        for (String part : name.split("\\.", -1)) {
            if (part.isEmpty()
                    || !Character.isJavaIdentifierStart(part.codePointAt(0))
                    || !part.codePoints().allMatch(Character::isJavaIdentifierPart)) {
                return false;
            }
        }
        return true;
    }
}
