// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.throughline.testkit.Peers.Pair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TruncationTest {
    private static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;

    private final Peers peers = new Peers();

    TruncationTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        peers.close();
    }

    private static byte[] frame(int first, int length) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (length < 126) {
            frame.write(length);
        } else if (length < 65_536) {
            frame.write(126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            frame.write(127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) '\r');
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 125, 126, 65_535, 65_536, 200_000})
    void is_cut_inside_the_next_data_frame_of_any_size(int length) throws IOException {
        Pair pair = peers.connect();
        pair.toClient(ACCEPTED);
        byte[] whole = frame(TEXT, 300);
        pair.toClient(whole);
        pair.atClient(ACCEPTED.length() + whole.length);
        assertEquals(1, pair.connection().framesToClient());
        assertFalse(pair.connection().isInsideFrame());

        pair.connection().truncateInsideFrame();
        pair.toClient(frame(PING, 4));
        pair.toClient(frame(TEXT, 0));
        pair.toClient(frame(TEXT, 1));
        byte[] truncated = frame(TEXT, length);
        try {
            pair.toClient(truncated);
        } catch (IOException e) {
            // the proxy has hung up before all of it was taken
        }
        int got = pair.client().getInputStream().readAllBytes().length - 6 - 2 - 3;
        int header = truncated.length - length;
        assertTrue(got > header && got < truncated.length, "got " + got + " bytes of " + truncated.length);
        assertEquals(3, pair.connection().framesToClient());
        assertTrue(pair.connection().isInsideFrame());
        assertEquals(ProxiedConnection.Ending.FAULT, pair.connection().ending().orElseThrow());
    }

    @Test
    void is_certain_however_the_bytes_are_cut_into_chunks() {
        byte[] head = ACCEPTED.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(frame(TEXT, 1));
        all.writeBytes(frame(PING, 5));
        all.writeBytes(frame(0x82, 130));
        byte[] stream = all.toByteArray();
        int place = head.length + 3 + 7 + 4 + 1;
        for (int chunk = 1; chunk <= stream.length; chunk++) {
            FrameTracker tracker = new FrameTracker();
            int found = -1;
            for (int at = 0; at < stream.length; at += chunk) {
                ByteBuffer bytes = ByteBuffer.wrap(stream, at, Math.min(chunk, stream.length - at));
                int inside = tracker.placeInsideData(bytes);
                if (found < 0 && inside >= 0) {
                    found = at + inside;
                }
                tracker.passed(bytes);
            }
            assertEquals(place, found, "in chunks of " + chunk);
            assertEquals(2, tracker.dataFrames());
        }
    }

    @Test
    void there_are_no_frames_in_a_refusal() throws IOException {
        Pair pair = peers.connect();
        pair.connection().truncateInsideFrame();
        String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nforbidden";
        pair.toClient(refusal);
        pair.server().close();
        assertEquals(refusal, pair.atClient(1_000));
        assertEquals(0, pair.connection().framesToClient());
    }
}
