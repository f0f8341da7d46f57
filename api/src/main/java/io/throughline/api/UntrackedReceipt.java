// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The receipt of what nobody keeps track of. */
final class UntrackedReceipt implements Receipt {
    static final Receipt INSTANCE = new UntrackedReceipt();

    private UntrackedReceipt() {}

    @Override
    public boolean isTracked() {
        return false;
    }

    @Override
    public int attached() {
        return 0;
    }

    @Override
    public int handled() {
        return 0;
    }

    @Override
    public boolean isSettled() {
        return true;
    }

    @Override
    public CompletionStage<Receipt> handledBy(int clients) {
        if (clients < 1) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING, "handledBy was asked for " + clients + " clients. Ask for 1 or more.");
        }
        return CompletableFuture.completedStage(this);
    }

    @Override
    public String toString() {
        return "Receipt[untracked]";
    }
}
