// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the checks are the 31 of the specification, each in its group, and once or for every manager as it says. */
class ChecksAreCompleteTest {
    private static final String ONCE = "°";

    private static final Map<String, List<String>> SPECIFIED = Map.of(
            "constructor",
                    List.of(
                            "factory_constructor_signature_consistency°",
                            "manager_initialization_parameter_validation",
                            "factory_delegation_consistency",
                            "manager_dependency_injection_consistency°"),
            "factory",
                    List.of(
                            "only_one_websocket_factory_exists°",
                            "factory_creates_consistent_managers",
                            "legacy_factory_methods_deprecated°",
                            "factory_instance_isolation",
                            "factory_interface_consistency°",
                            "factory_error_handling_consistency",
                            "factory_performance_requirements"),
            "interface",
                    List.of(
                            "all_managers_same_interface",
                            "manager_method_signatures",
                            "required_websocket_methods_present",
                            "manager_protocol_compliance",
                            "manager_error_handling_consistency",
                            "manager_lifecycle_method_consistency"),
            "imports",
                    List.of(
                            "websocket_manager_import_paths°",
                            "deprecated_imports_still_work°",
                            "circular_import_prevention°",
                            "import_performance_consistency°",
                            "import_interface_consistency°",
                            "import_path_canonicalization°"),
            "golden-path",
                    List.of(
                            "user_login_to_chat_response_flow",
                            "websocket_event_delivery_consistency",
                            "multi_user_manager_isolation",
                            "manager_error_recovery_consistency",
                            "login_to_chat_response_over_the_wire",
                            "event_delivery_consistency_over_the_wire",
                            "multi_user_isolation_over_the_wire",
                            "agent_execution_pipeline"));

    @Test
    void there_are_exactly_the_31_checks_in_their_groups() throws Exception {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        int count = 0;
        for (Class<?> type : testClasses()) {
            Tag group = type.getAnnotation(Tag.class);
            for (Method method : type.getDeclaredMethods()) {
                if (ConformanceListener.isCheck(method)) {
                    boolean once = method.isAnnotationPresent(Once.class);
                    found.computeIfAbsent(group == null ? "none" : group.value(), name -> new TreeSet<>())
                            .add(method.getName() + (once ? ONCE : ""));
                    count++;
                    assertEquals(0, method.getAnnotationsByType(Tag.class).length, method::getName);
                    assertEquals(0, method.getAnnotationsByType(Disabled.class).length, method::getName);
                }
            }
        }
        Map<String, TreeSet<String>> specified = new TreeMap<>();
        SPECIFIED.forEach((group, names) -> specified.put(group, new TreeSet<>(names)));
        assertEquals(specified, found);
        assertEquals(31, count);
    }

    private static List<Class<?>> testClasses() throws ClassNotFoundException {
        List<String> names = CodeBase.classPath().stream()
                .filter(entry -> entry.endsWith("test-classes"))
                .flatMap(entry -> CodeBase.classFiles(entry).stream())
                .filter(name -> name.matches("io/throughline/conformance/[A-Za-z]+Test\\.class"))
                .map(name ->
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                .toList();
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            classes.add(Class.forName(name));
        }
        return classes;
    }

    @Test
    void each_manager_has_a_name_of_its_own() {
        Stream<String> names = Managers.all().map(ManagerSubject::toString);
        assertEquals(Managers.all().count(), names.distinct().count());
    }
}
