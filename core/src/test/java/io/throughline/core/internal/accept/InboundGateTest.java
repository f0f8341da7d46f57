// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.api.spi.ClientChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundGateTest {
    private final List<String> seen = new ArrayList<>();
    private final InboundGate gate = new InboundGate(1_000);

    private final ClientChannel channel = new ClientChannel() {
        @Override
        public void onText(String text) {
            if (text.equals("bad")) {
                throw new AssertionError("a handler's own");
            }
            seen.add(text);
        }

        @Override
        public void onBinary() {
            seen.add("binary");
        }

        @Override
        public void onClosed() {
            seen.add("closed");
        }
    };

    @Test
    void whatIsThrownKeepsNeitherMessagesNorTheEndFromTheChannel() {
        gate.open(channel);
        assertThrows(AssertionError.class, () -> gate.offer(to -> to.onText("bad"), 3));
        assertTrue(gate.offer(to -> to.onText("good"), 4));
        gate.end();
        assertEquals(List.of("good", "closed"), seen);
    }
}
