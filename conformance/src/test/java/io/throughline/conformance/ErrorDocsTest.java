// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaField;
import io.throughline.api.CloseReason;
import io.throughline.api.ErrorId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That docs/ERRORS.md explains every error there is, and none that is not. */
class ErrorDocsTest {
    private final String page = read(CodeBase.root().resolve("docs/ERRORS.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ErrorId> errorIds() throws ReflectiveOperationException {
        List<ErrorId> ids = new ArrayList<>();
        List<JavaField> constants = CodeBase.productionClasses().stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(ErrorId.class))
                .toList();
        for (JavaField constant : constants) {
            Field field = constant.reflect();
            if (Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                ids.add((ErrorId) field.get(null));
            }
        }
        return ids;
    }

    @Test
    void every_error_id_has_its_section_and_every_section_its_error_id() throws Exception {
        List<String> sections = matches("(?m)^## (TL-\\d{4} .+)$", page);
        List<String> ids = errorIds().stream()
                .map(id -> id.code() + " " + id.title())
                .sorted()
                .toList();
        assertFalse(ids.isEmpty());
        assertEquals(ids, sections);
    }

    @Test
    void codes_are_unique_and_of_one_form() throws Exception {
        List<String> codes = errorIds().stream().map(ErrorId::code).toList();
        assertEquals(new TreeSet<>(codes).size(), codes.size(), codes::toString);
        codes.forEach(code -> assertTrue(code.matches("TL-[1-9]\\d{3}"), code));
    }

    @Test
    void error_ids_are_constants_so_that_none_escapes_this_test() {
        List<String> elsewhere = CodeBase.productionClasses().get(ErrorId.class).getConstructorCallsToSelf().stream()
                .filter(call -> !call.getOrigin().getName().equals("<clinit>"))
                .map(JavaConstructorCall::getDescription)
                .toList();
        assertEquals(List.of(), elsewhere);
    }

    @Test
    void each_section_says_what_happened_and_what_to_do() {
        for (String section : page.split("(?m)^## ", -1)) {
            if (section.startsWith("TL-")) {
                String text = section.replaceAll("\\s+", " ");
                assertTrue(text.contains("*What happened:*"), section);
                assertTrue(text.contains("*What to do:*"), section);
            }
        }
    }

    @Test
    void every_code_that_clients_are_answered_with_is_explained() throws IOException {
        Set<String> documented = new TreeSet<>(matches("(?m)^\\| `([a-z_]+)` \\|", part("Answers to clients")));
        assertEquals(sent("(?:invalid|error)\\(\\s*\"([a-z_]+)\""), documented);
    }

    @Test
    void every_code_of_a_failed_run_is_explained() throws IOException {
        Set<String> documented = new TreeSet<>(matches("(?m)^\\| `([a-z_]+)` \\|", part("Failed runs")));
        String codes =
                read(CodeBase.root().resolve("core/src/main/java/io/throughline/core/internal/hub/FailureCodes.java"));
        assertEquals(new TreeSet<>(matches("String [A-Z_]+ = \"([a-z_]+)\"", codes)), documented);
        assertEquals(Set.of(), sent("\"code\",\\s*\"([a-z_]+)\""), "all codes are constants");
    }

    @Test
    void every_close_reason_is_explained() throws Exception {
        List<String> documented = matches("(?m)^\\| (\\d{4}) \\|", part("Close codes"));
        for (Field field : CloseReason.class.getFields()) {
            if (field.getType() == CloseReason.class) {
                String code = String.valueOf(((CloseReason) field.get(null)).code());
                assertTrue(documented.contains(code), () -> code + " is not in " + documented);
            }
        }
    }

    private String part(String title) {
        return Stream.of(page.split("(?m)^## ", -1))
                .filter(section -> section.startsWith(title + "\n"))
                .findFirst()
                .orElseThrow();
    }

    /** What stands in core's sources at the places of a pattern. */
    private static Set<String> sent(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(CodeBase.root().resolve("core/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> matches(pattern, read(file)).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> matches(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(result -> result.group(1)).sorted().toList();
    }
}
