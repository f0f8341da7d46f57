// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.fault;

/** Tells the virtual machine's own failures, which nobody may swallow, from those of the code that was called. */
public final class Fatal {
    private Fatal() {}

    /** Throws what is the virtual machine's failure, and answers for anything else. */
    public static void rethrow(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
