// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The class path that the checks run on: the project's own modules, and everything else. */
final class CodeBase {
    private static final String OWN = "io/throughline/";

    private CodeBase() {}

    /** The folder of the whole project. */
    static Path root() {
        return Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
                .toAbsolutePath()
                .getParent();
    }

    /** All jars and folders of the class path that exist. */
    static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** The jars and folders of the project's modules, without tests. */
    static List<Path> production() {
        return classPath().stream()
                .filter(entry -> !entry.endsWith("test-classes"))
                .filter(entry -> classFiles(entry).stream().anyMatch(name -> name.startsWith(OWN)))
                .toList();
    }

    /** The names of the class files in a jar or folder, with slashes. */
    static List<String> classFiles(Path entry) {
        try {
            if (Files.isDirectory(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    return files.map(file -> entry.relativize(file).toString().replace(File.separatorChar, '/'))
                            .filter(name -> name.endsWith(".class"))
                            .toList();
                }
            }
            try (JarFile jar = new JarFile(entry.toFile())) {
                return jar.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class"))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(entry + " cannot be read", e);
        }
    }

    /** All production classes of all modules. */
    static JavaClasses productionClasses() {
        return Production.CLASSES;
    }

    private static final class Production {
        static final JavaClasses CLASSES = new ClassFileImporter()
                .importUrls(production().stream().map(CodeBase::url).toList());
    }

    /** Modules are jars from the phase {@code package} on, and folders before. */
    private static URL url(Path artifact) {
        try {
            URI uri = artifact.toUri();
            return (Files.isDirectory(artifact) ? uri : URI.create("jar:" + uri + "!/")).toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The public types of all modules, in packages that are not internal. */
    static List<Class<?>> publicTypes() {
        return productionClasses().stream()
                .filter(type -> !type.getPackageName().contains(".internal"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .toList();
    }

    /** The old names: deprecated types of the compatibility module. */
    static List<Class<?>> oldNames() {
        return publicTypes().stream()
                .filter(type -> type.getPackageName().startsWith("io.throughline.compat"))
                .filter(type -> type.isAnnotationPresent(Deprecated.class))
                .toList();
    }

    /** The public methods that a type declares itself. */
    static List<Method> publicMethodsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .toList();
    }
}
