// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import java.time.Duration;

/** What an endpoint is built with; the public builder documents and checks each value. */
record EndpointSettings(
        Hub hub,
        Authenticator authenticator,
        OriginPolicy origins,
        Duration authenticationTimeout,
        Duration closeTimeout,
        boolean asksForAdmission) {}
