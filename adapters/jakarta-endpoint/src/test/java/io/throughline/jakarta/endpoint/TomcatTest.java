// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.jakarta.endpoint.wire.AuthenticationScenarios;
import io.throughline.jakarta.endpoint.wire.ClosingScenarios;
import io.throughline.jakarta.endpoint.wire.DeliveryScenarios;
import io.throughline.jakarta.endpoint.wire.Deployer;
import io.throughline.jakarta.endpoint.wire.DrainScenarios;
import io.throughline.jakarta.endpoint.wire.HandshakeScenarios;
import io.throughline.jakarta.endpoint.wire.InboundScenarios;
import io.throughline.jakarta.endpoint.wire.LimitScenarios;
import io.throughline.jakarta.endpoint.wire.LivenessScenarios;
import org.junit.jupiter.api.Nested;

/** The endpoint in embedded Tomcat. */
class TomcatTest {
    @Nested
    class Delivery extends DeliveryScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Inbound extends InboundScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Handshake extends HandshakeScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Authentication extends AuthenticationScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Closing extends ClosingScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Liveness extends LivenessScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Limits extends LimitScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }

    @Nested
    class Draining extends DrainScenarios {
        @Override
        protected Deployer deployer() {
            return TomcatDeployment::new;
        }
    }
}
