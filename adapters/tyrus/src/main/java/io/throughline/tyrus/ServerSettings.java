// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.OriginPolicy;
import io.throughline.jakarta.endpoint.TrustedProxies;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where a server listens and whom it lets in; the public builder documents and checks each value. */
record ServerSettings(
        Hub hub,
        String host,
        int port,
        String webSocketPath,
        OriginPolicy origins,
        TrustedProxies proxies,
        @Nullable SSLContext tls,
        int httpIdleSeconds) {}
