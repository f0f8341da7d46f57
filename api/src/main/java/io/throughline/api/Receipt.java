// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.concurrent.CompletionStage;

/**
 * What became of a message that went into a user's log: how many of the clients that were attached at that moment have
 * said that they handled it.
 *
 * <p>A client is what names itself by one {@code client_id}, over several connections and reconnects; a connection without
 * such an id is a client of its own. A client that was attached when the message was sent counts also when it comes back
 * later and acknowledges the message then. One that was sent a gap instead of the message does not count.
 *
 * <p>Some receipts never become complete: a client may stay away, or never acknowledge. So the stages of this type always
 * complete normally, with the receipt, as soon as what was waited for has happened <em>or can happen no more</em>; look at
 * {@link #handled()} to tell the two apart. It can happen no more when the missing clients were forgotten (a client
 * without an id when its connection ends; one with an id when it stays away for the retention of idle logs, or when 64
 * others of its user went away after it), were sent a gap, or when the log was freed or the manager closed. A client that
 * stays attached and never acknowledges keeps a stage waiting: bound the wait where that matters.
 *
 * <p>Managers with {@link Capability#RECEIPTS} keep receipts; all others answer {@link #untracked()}. A receipt costs
 * nothing but itself until somebody waits for it, and may be kept for as long as one likes. Implemented by managers;
 * methods may be added to it. Thread-safe.
 */
public interface Receipt {
    /**
     * Answers the receipt of a message that nobody keeps track of.
     *
     * @return a receipt of no clients, which never changes; never null
     */
    static Receipt untracked() {
        return UntrackedReceipt.INSTANCE;
    }

    /**
     * Tells whether the manager keeps track of what clients handle.
     *
     * @return false for messages that were refused or have no place in a log, and from managers without
     *     {@link Capability#RECEIPTS}
     */
    boolean isTracked();

    /**
     * Counts the clients of the user that were attached when the message was appended.
     *
     * @return 0 or more; never changes
     */
    int attached();

    /**
     * Counts those of them that have said that they handled the message.
     *
     * @return 0 to {@link #attached()}; never falls
     */
    int handled();

    /**
     * Tells whether everybody who was there has handled the message.
     *
     * @return false also where nobody was there
     */
    default boolean isHandledByAll() {
        return attached() > 0 && handled() == attached();
    }

    /**
     * Tells whether {@link #handled()} can rise no more.
     *
     * @return true when each client has handled the message or never will
     */
    boolean isSettled();

    /**
     * Waits until a number of clients have handled the message, or until that can happen no more.
     *
     * <p>What depends on the stage runs on the thread that brought the news, such as one that reads a socket: it may not
     * block. A manager bounds how many stages wait at once, 1,024 a user in this library's own; beyond that the oldest
     * completes with what is known then.
     *
     * @param clients how many, 1 or more; where fewer were attached the stage is complete at once
     * @return a stage that completes with this receipt, never exceptionally; never null
     * @throws InvalidArgumentException if the number is less than 1
     */
    CompletionStage<Receipt> handledBy(int clients);

    /**
     * Waits until all clients have handled the message, or until that can happen no more, as {@link #handledBy} does.
     *
     * @return a stage that completes with this receipt, never exceptionally; never null
     */
    default CompletionStage<Receipt> handledByAll() {
        return handledBy(Math.max(1, attached()));
    }
}
