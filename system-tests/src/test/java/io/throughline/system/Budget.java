// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

/** How much these tests do: little in every build, all with the profile {@code full}. */
final class Budget {
    private Budget() {}

    static boolean isFull() {
        return "full".equals(System.getProperty("throughline.budget"));
    }
}
