// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.core.ConnectionAcceptor;
import io.throughline.core.Hub;
import java.time.Duration;

/** What an endpoint is built with; the public builder documents and checks each value. */
record EndpointSettings(
        Hub hub, ConnectionAcceptor acceptor, OriginPolicy origins, Duration closeTimeout, boolean asksForAdmission) {}
