// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;

/** Puts what went wrong with a provider into words. */
final class Failures {
    private Failures() {}

    /** Says why a provider could not be loaded or created, as a phrase. */
    static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause != null
                && (failure instanceof ServiceConfigurationError || failure instanceof InvocationTargetException)) {
            return reason(cause);
        }
        if (failure instanceof NoSuchMethodException) {
            return "it has no public constructor without parameters";
        }
        if (failure instanceof InstantiationException) {
            return "it is abstract";
        }
        if (failure instanceof IllegalAccessException) {
            return "it is not public";
        }
        return failure instanceof LinkageError ? reasonOfLinkage(failure) : "creating it threw " + chain(failure);
    }

    private static String reasonOfLinkage(Throwable failure) {
        if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
            return "its static initialiser threw " + chain(failure.getCause());
        }
        if (failure instanceof NoClassDefFoundError) {
            return "a class that it needs is missing: " + failure.getMessage();
        }
        return "it cannot be linked: " + chain(failure);
    }

    /** Names a failure, and what is at the root of it. */
    static String chain(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == failure ? failure.toString() : failure + ", caused by " + root;
    }
}
