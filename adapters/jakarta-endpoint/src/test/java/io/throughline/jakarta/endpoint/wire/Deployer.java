// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint.wire;

import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import java.time.Duration;

/** Starts a container that serves the wire protocol at {@code /ws} of a free port of 127.0.0.1. */
@FunctionalInterface
public interface Deployer {
    /** A short time for closing a session whose client does not read, so that tests need not wait long. */
    Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    Deployment deploy(Hub hub, Authenticator authenticator);
}
