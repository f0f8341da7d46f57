// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Skips a long property unless {@code throughline.budget} is {@code full}. */
final class FullBudget implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        return System.getProperty("throughline.budget", "short").equals("full")
                ? SkipResult.doNotSkip()
                : SkipResult.skip("runs with the profile full");
    }
}
