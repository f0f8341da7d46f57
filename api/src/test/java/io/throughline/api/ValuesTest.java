// SPDX-License-Identifier: Apache-2.0
package io.throughline.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void a_position_is_a_cursor() {
        assertEquals("ab-1:42", new LogPosition("ab-1", 42).toString());
        assertThrows(InvalidArgumentException.class, () -> new LogPosition("a:b", 1));
        assertThrows(InvalidArgumentException.class, () -> new LogPosition("", 1));
        assertThrows(InvalidArgumentException.class, () -> new LogPosition("a", -1));
        assertThrows(InvalidArgumentException.class, () -> new LogPosition("a", LogPosition.MAX_SEQ + 1));
    }

    @Test
    void a_close_reason_fits_into_a_close_frame() {
        assertEquals(4000, new CloseReason(4000, "é".repeat(61)).code());
        assertThrows(InvalidArgumentException.class, () -> new CloseReason(4000, "é".repeat(62)));
        assertThrows(InvalidArgumentException.class, () -> new CloseReason(999, ""));
        for (int code : new int[] {5000, 1004, 1005, 1006, 1015}) {
            assertThrows(InvalidArgumentException.class, () -> new CloseReason(code, ""));
        }
    }

    @Test
    void a_capability_is_a_word() {
        assertEquals("resume", Capability.RESUME.toString());
        assertThrows(InvalidArgumentException.class, () -> new Capability("Resume"));
    }

    @Test
    void an_encoded_message_is_the_same_as_bytes_and_as_text() {
        String text = "{\"a\":\"é😀\"}";
        EncodedMessage fromText = EncodedMessage.ofText(text);
        EncodedMessage fromBytes = EncodedMessage.ofUtf8(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(text, fromBytes.text());
        assertEquals(fromBytes.utf8(), fromText.utf8());
        assertEquals(fromBytes.size(), fromText.size());
        assertTrue(fromText.utf8().isReadOnly());
    }

    @Test
    void a_batch_is_never_empty() {
        assertThrows(InvalidArgumentException.class, () -> MessageBatch.of(List.of()));
    }

    @Test
    void a_result_says_what_happened() {
        SendResult appended = SendResult.appended(new LogPosition("e", 3), 2);
        assertEquals("appended at e:3, connections: 2", appended.toString());
        SendResult refused = SendResult.refused(ErrorIds.RUN_ENDED, "it is over.");
        assertEquals("refused: [TL-7006] it is over.", refused.toString());
        assertTrue(refused.refusal().isPresent() && !refused.isAccepted());
        assertTrue(SendResult.handedOver(1).position().isEmpty());
    }

    @Test
    void an_error_keeps_its_id_when_it_is_serialised() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ClosedException(ErrorIds.CLOSED, "closed."));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(ErrorIds.CLOSED, ((ClosedException) in.readObject()).errorId());
        }
    }
}
