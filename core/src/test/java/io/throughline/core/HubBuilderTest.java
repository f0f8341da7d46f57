// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @Test
    void bounds_of_logs_that_make_no_sense_are_refused() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(3_651))) {
            assertThrows(InvalidArgumentException.class, () -> Hub.builder().logMaxAge(wrong), wrong.toString());
        }
        assertThrows(InvalidArgumentException.class, () -> Hub.builder().logLiveWindow(0));
        assertThrows(InvalidArgumentException.class, () -> Hub.builder().logBudgetBytes(1_023));
        HubBuilder contradictory = Hub.builder().maxMessageBytes(4_096).logBudgetBytes(4_095);
        String message = assertThrows(InvalidArgumentException.class, contradictory::build)
                .getMessage();
        assertTrue(message.contains("4095") && message.contains("4096"), message);
    }

    @Test
    void a_log_may_be_kept_for_ever_and_of_one_event() {
        try (Hub hub = Hub.builder()
                .idleLogRetention(Duration.ofSeconds(Long.MAX_VALUE))
                .logMaxAge(Duration.ofDays(3_650))
                .logMaxEntries(1)
                .logLiveWindow(Integer.MAX_VALUE)
                .build()) {
            assertEquals(0, hub.getLogCount());
        }
    }
}
