// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.throughline.api.InvalidArgumentException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubBuilderTest {
    @Test
    void heartbeats_out_of_bounds_are_refused() {
        for (Duration wrong : List.of(
                Duration.ofMillis(49),
                Duration.ofDays(1).plusMillis(1),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThrows(InvalidArgumentException.class, () -> Hub.builder().heartbeat(wrong), wrong.toString());
        }
    }
}
