// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import java.util.regex.Pattern;

/** The form that a client's own id has; source: docs/WIRE.md, rule 1.4. */
final class ClientIds {
    private static final Pattern VALID = Pattern.compile("[!-~]{1,128}");

    private ClientIds() {}

    static boolean isValid(String id) {
        return VALID.matcher(id).matches();
    }
}
