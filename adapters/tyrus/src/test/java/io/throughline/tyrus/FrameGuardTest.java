// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.throughline.jakarta.endpoint.wire.RawClient;
import jakarta.websocket.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However the network cuts a stream into pieces, the same frames are found in it. */
class FrameGuardTest {
    private static final int BOUND = 70_000;

    @Property(tries = 300)
    void anAcceptableStreamPassesWhole(
            @ForAll @Size(max = 6) List<@IntRange(max = BOUND) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 5_000) int piece) {
        byte[] stream = stream(lengths, new byte[0]);
        Passed passed = pass(stream, piece);
        assertNull(passed.violation);
        assertEquals(stream.length, passed.bytes);
    }

    @Property(tries = 300)
    void whatComesBeforeAViolationPassesAndNothingAfterIt(
            @ForAll @Size(max = 4) List<@IntRange(max = 300) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 50) int piece,
            @ForAll boolean masked) {
        byte[] violation = RawClient.header(1, true, masked, masked ? BOUND + 1 : 9);
        byte[] before = stream(lengths, new byte[0]);
        Passed passed = pass(stream(lengths, violation), piece);
        assertEquals(masked ? 1009 : 1002, passed.violation.getCloseCode().getCode());
        int headerSeen = passed.bytes - before.length;
        assertEquals(true, headerSeen >= 0 && headerSeen < violation.length, "header bytes let through: " + headerSeen);
    }

    private static byte[] stream(List<Integer> lengths, byte[] end) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int length : lengths) {
            stream.writeBytes(RawClient.header(2, true, true, length));
            stream.writeBytes(new byte[length]);
        }
        stream.writeBytes(end);
        return stream.toByteArray();
    }

    private static final class Passed {
        int bytes;
        CloseReason violation;
    }

    private static Passed pass(byte[] stream, int piece) {
        FrameGuard guard = new FrameGuard(BOUND, new ControlFrameLimit(() -> 0));
        Passed passed = new Passed();
        for (int at = 0; at < stream.length && passed.violation == null; at += piece) {
            FrameGuard.Verdict verdict = guard.scan(ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at)));
            passed.bytes += verdict.allowedBytes();
            passed.violation = verdict.violation();
        }
        return passed;
    }
}
