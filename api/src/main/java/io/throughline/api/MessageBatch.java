// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import java.util.List;
import java.util.Objects;

/**
 * Messages that a connection writes as one: in their order, each a text message of its own, with one completion.
 *
 * <p>Immutable and thread-safe.
 */
public final class MessageBatch {
    private final List<EncodedMessage> messages;

    private MessageBatch(List<EncodedMessage> messages) {
        this.messages = messages;
    }

    /**
     * Makes a batch.
     *
     * @param messages at least one message, copied; never null
     * @return the batch; never null
     * @throws InvalidArgumentException if there is no message
     */
    public static MessageBatch of(List<EncodedMessage> messages) {
        List<EncodedMessage> copy = List.copyOf(Objects.requireNonNull(messages, "messages"));
        if (copy.isEmpty()) {
            throw new InvalidArgumentException(ErrorIds.EMPTY_MESSAGE, "a batch holds at least one message.");
        }
        return new MessageBatch(copy);
    }

    /**
     * Makes a batch of one.
     *
     * @param message the message; never null
     * @return the batch; never null
     */
    public static MessageBatch of(EncodedMessage message) {
        return new MessageBatch(List.of(Objects.requireNonNull(message, "message")));
    }

    /**
     * Answers the messages in the order in which they are to be written.
     *
     * @return an unmodifiable list with at least one element; never null
     */
    public List<EncodedMessage> messages() {
        return messages;
    }

    @Override
    public String toString() {
        return "MessageBatch[" + messages.size() + " messages]";
    }
}
