// SPDX-License-Identifier: Apache-2.0
package io.throughline.conformance;

import io.throughline.conformance.CheckLedger.Outcome;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints what became of the checks when all have run: one line for the system, then one for each manager. */
public final class ConformanceListener implements TestExecutionListener {
    private final PrintStream out;
    private final Map<TestIdentifier, String> planned = new HashMap<>();
    private final Set<String> skippedIds = new HashSet<>();
    private @Nullable TestPlan plan;
    private CheckLedger ledger = new CheckLedger();

    /** Prints to the standard output; made by the launcher. */
    public ConformanceListener() {
        this(System.out);
    }

    ConformanceListener(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
        ledger = new CheckLedger();
        planned.clear();
        skippedIds.clear();
        testPlan.getRoots().forEach(root -> testPlan.getDescendants(root).forEach(this::planCheck));
    }

    private void planCheck(TestIdentifier identifier) {
        checkName(identifier).ifPresent(name -> {
            planned.put(identifier, name);
            ledger.plan(name);
        });
    }

    private static Optional<String> checkName(TestIdentifier identifier) {
        return identifier
                .getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod())
                .filter(ConformanceListener::isCheck)
                .map(Method::getName);
    }

    static boolean isCheck(Method method) {
        return method.isAnnotationPresent(Once.class) || method.isAnnotationPresent(EveryManager.class);
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
        skippedIds.add(identifier.getUniqueId());
    }

    @Override
    public synchronized void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        String own = planned.get(identifier);
        String parents = plan == null
                ? null
                : plan.getParent(identifier).map(planned::get).orElse(null);
        if (own != null && identifier.isTest()) {
            note(own, CheckLedger.WHOLE_CODE_BASE, result);
        } else if (own != null && result.getStatus() == TestExecutionResult.Status.FAILED) {
            ledger.noteFailed(own);
        } else if (own == null && parents != null) {
            note(parents, identifier.getDisplayName(), result);
        }
    }

    private void note(String check, String manager, TestExecutionResult result) {
        String reason = result.getThrowable().map(failure -> firstLine(failure)).orElse("");
        Outcome outcome = switch (result.getStatus()) {
            case SUCCESSFUL -> Outcome.PASSED;
            case FAILED -> Outcome.FAILED;
            case ABORTED -> Outcome.NOT_APPLICABLE;
        };
        ledger.note(check, manager, outcome, reason);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replace("Assumption failed: ", "");
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan testPlan) {
        planned.forEach((identifier, check) -> {
            if (isSkipped(testPlan, identifier)) {
                ledger.noteSkipped(check);
            }
        });
        if (!ledger.isEmpty()) {
            ledger.summary().forEach(out::println);
            out.flush();
        }
    }

    private boolean isSkipped(TestPlan testPlan, TestIdentifier identifier) {
        Optional<TestIdentifier> at = Optional.of(identifier);
        while (at.isPresent()) {
            if (skippedIds.contains(at.get().getUniqueId())) {
                return true;
            }
            at = testPlan.getParent(at.get());
        }
        return false;
    }
}
