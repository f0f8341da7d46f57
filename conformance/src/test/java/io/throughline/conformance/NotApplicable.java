// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import org.junit.jupiter.api.Assumptions;

/** How a check says that it does not apply to a manager, so that the summary counts it so. */
final class NotApplicable {
    private NotApplicable() {}

    /** Ends the check, if something is missing that it needs. */
    static void unless(boolean applies, String reason) {
        Assumptions.assumeTrue(applies, "not applicable: " + reason);
    }
}
