// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.log;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Leaves a long property to the build's full profile. */
public class FullBudgetOnly implements SkipExecutionHook {
    /** Made by jqwik. */
    public FullBudgetOnly() {}

    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        return System.getProperty("throughline.budget", "short").equals("full")
                ? SkipResult.doNotSkip()
                : SkipResult.skip("runs with -Pfull");
    }
}
