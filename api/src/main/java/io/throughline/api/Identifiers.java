// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.Objects;

/** The one rule that all identifiers keep. */
final class Identifiers {
    static final int MAX_LENGTH = 256;

    private Identifiers() {}

    static void check(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw invalid(name + " is blank. Pass the id that identifies it, 1 to " + MAX_LENGTH + " characters.");
        }
        if (value.length() > MAX_LENGTH) {
            throw invalid(name + " has " + value.length() + " characters, " + MAX_LENGTH + " are allowed: \""
                    + value.substring(0, 32) + "…\".");
        }
        for (int i = 0; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                throw invalid(String.format(
                        "%s has the character U+%04X at index %d; control characters and unpaired surrogates are not "
                                + "allowed in ids.",
                        name, codePoint, i));
            }
            i += Character.charCount(codePoint);
        }
    }

    private static InvalidArgumentException invalid(String message) {
        return new InvalidArgumentException(ErrorIds.INVALID_IDENTIFIER, message);
    }
}
