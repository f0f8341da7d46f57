// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.OriginPolicy;

/** Where a server listens and whom it lets in; the public builder documents and checks each value. */
record ServerSettings(
        Hub hub, String host, int port, String webSocketPath, OriginPolicy origins, int httpIdleSeconds) {}
