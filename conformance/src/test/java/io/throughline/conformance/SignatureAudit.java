// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the public methods of a manager's class differ from those of a protocol.
 *
 * @param missing methods of the protocol that the class has not, by name and parameters
 * @param mismatched methods that differ in return type, generic types, declared exceptions or modifiers, or that overload a
 *     name of the protocol
 * @param extra methods of the class whose names the protocol does not know
 */
record SignatureAudit(List<String> missing, List<String> mismatched, List<Method> extra) {
    static SignatureAudit of(Class<?> protocol, Class<?> manager) {
        List<String> missing = new ArrayList<>();
        List<String> mismatched = new ArrayList<>();
        for (Method required : methodsOf(protocol).toList()) {
            Optional<Method> found = methodsOf(manager)
                    .filter(method -> sameParameters(required, method))
                    .findFirst();
            if (found.isEmpty()) {
                missing.add(describe(required));
            } else if (!sameSignature(required, found.get())) {
                mismatched.add(describe(found.get()) + " instead of " + describe(required));
            }
        }
        Set<String> names = methodsOf(protocol).map(Method::getName).collect(Collectors.toSet());
        List<Method> extra = new ArrayList<>();
        methodsOf(manager).forEach(method -> {
            if (!names.contains(method.getName())) {
                extra.add(method);
            } else if (methodsOf(protocol).noneMatch(required -> sameParameters(required, method))) {
                mismatched.add(describe(method) + " overloads a name of the protocol");
            }
        });
        return new SignatureAudit(missing, mismatched, extra);
    }

    private static Stream<Method> methodsOf(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .filter(method -> !overridesObject(method));
    }

    private static boolean overridesObject(Method method) {
        return Arrays.stream(Object.class.getMethods()).anyMatch(of -> sameParameters(of, method));
    }

    private static boolean sameParameters(Method one, Method other) {
        return one.getName().equals(other.getName())
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    private static boolean sameSignature(Method required, Method found) {
        return found.getGenericReturnType()
                        .getTypeName()
                        .equals(required.getGenericReturnType().getTypeName())
                && typeNames(found.getGenericParameterTypes()).equals(typeNames(required.getGenericParameterTypes()))
                && typeNames(found.getGenericExceptionTypes()).equals(typeNames(required.getGenericExceptionTypes()))
                && !Modifier.isStatic(found.getModifiers())
                && !Modifier.isAbstract(found.getModifiers());
    }

    private static List<String> typeNames(Type[] types) {
        return Arrays.stream(types).map(Type::getTypeName).toList();
    }

    private static String describe(Method method) {
        return method.toGenericString();
    }
}
