// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a {@link ThroughlineClientBuilder} collected. */
record ClientSettings(
        URI uri,
        Map<String, String> headers,
        @Nullable Supplier<? extends CompletionStage<String>> tokens,
        String clientId,
        FirstCursor first,
        boolean acknowledgesByItself,
        Duration leastBackoff,
        Duration mostBackoff,
        Duration connectTimeout,
        RandomGenerator random,
        ScheduledExecutorService scheduler,
        Executor executor,
        ClientListener listener) {}
