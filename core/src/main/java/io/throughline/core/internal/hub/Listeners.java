// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ErrorIds;
import io.throughline.api.spi.DeliveryListener;
import io.throughline.core.internal.count.Counter;
import io.throughline.core.internal.count.Counters;
import io.throughline.core.internal.fault.Fatal;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, and keeps what they throw away from senders. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<DeliveryListener> listeners;
    private final Counters counters;

    Listeners(List<DeliveryListener> listeners, Counters counters) {
        this.counters = counters;
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<DeliveryListener> news) {
        for (DeliveryListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable e) {
                Fatal.rethrow(e);
                counters.count(Counter.LISTENER_FAILURES);
                LOG.warn(
                        ErrorIds.LISTENER_FAILED.describe("the listener {} threw; what it was told of went on."),
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
