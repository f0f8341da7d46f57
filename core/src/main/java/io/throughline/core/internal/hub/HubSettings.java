// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.spi.DeliveryListener;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a hub is built with; the public builder documents and checks each value.
 *
 * @param maxMessageBytes the bound of an encoded event or message
 * @param ticker calls back at intervals
 * @param executor goes on with drains that have occupied a sender for long enough
 */
public record HubSettings(
        int maxMessageBytes,
        LogSettings log,
        ConnectionSettings connection,
        RunSettings runs,
        LimitSettings limits,
        InstantSource clock,
        Function<Object, @Nullable Object> valueMapper,
        List<DeliveryListener> listeners,
        Ticker ticker,
        Executor executor) {}
