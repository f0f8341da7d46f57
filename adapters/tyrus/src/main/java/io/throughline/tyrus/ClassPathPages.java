// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.ErrorIds;
import io.throughline.api.ServerException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Serves the resources below one location of the class path. */
final class ClassPathPages implements StaticPages {
    private final String location;
    private final ClassLoader loader;

    private ClassPathPages(String location, ClassLoader loader) {
        this.location = location;
        this.loader = loader;
    }

    static ClassPathPages of(String location, ClassLoader loader) {
        String bare = location.replaceAll("^/+|/+$", "");
        if (loader.getResource(bare + "/index.html") == null) {
            throw new ServerException(
                    ErrorIds.NO_STATIC_PAGES,
                    "there is no " + bare + "/index.html on the class path. Name a location that has one; on the module"
                            + " path, one that is no package, or that its module opens.");
        }
        return new ClassPathPages(bare, loader);
    }

    @Override
    public Optional<StaticPage> find(List<String> segments) throws IOException {
        String name = String.join("/", segments);
        URL resource = loader.getResource(location + "/" + name);
        if (resource == null || isFolder(resource)) {
            return Optional.empty();
        }
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        connection.getInputStream().close();
        return Optional.of(new StaticPage(
                name, connection.getContentLengthLong(), connection.getLastModified(), resource::openStream));
    }

    private static boolean isFolder(URL resource) throws IOException {
        if (resource.getProtocol().equals("file")) {
            try {
                return !Files.isRegularFile(Path.of(new URI(resource.toString())));
            } catch (URISyntaxException e) {
                throw new IOException("a resource has no proper URI: " + resource, e);
            }
        }
        return resource.openConnection() instanceof JarURLConnection jar
                && (jar.getJarEntry() == null || jar.getJarEntry().isDirectory());
    }
}
