// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a client's frames as they stream by, and says where the stream stops to be acceptable.
 *
 * <p>A frame over the bound, one that is not masked, and one ping or pong too many is a violation, known from its header,
 * before its payload is read.
 * After a violation it goes on to look for the client's close frame. Used by one thread at a time. Source: RFC 6455,
 * sections 5.1 and 5.2.
 */
final class FrameGuard {
    private static final int OPCODE_CLOSE = 8;
    private static final CloseReason TOO_MANY = new CloseReason(CloseCodes.getCloseCode(4429), "too many pings");
    private static final int MASK_BYTES = 4;

    /**
     * What a piece of the stream held.
     *
     * @param allowedBytes how many of its bytes come before the violation, or all
     * @param violation with what the client is to be closed, or null
     * @param closeFrameSeen whether a close frame began in it
     */
    record Verdict(int allowedBytes, @Nullable CloseReason violation, boolean closeFrameSeen) {}

    private final int maxPayload;
    private final ControlFrameLimit controlFrames;

    /** How many bytes of the frame's payload and mask are to come. */
    private long payloadLeft;

    /** The header's bytes so far, at most ten of them. */
    private final byte[] header = new byte[10];

    private int headerLength;

    /**
     * @param maxPayload the bound of one frame's payload, in bytes
     * @param controlFrames the bound of pings and pongs
     */
    FrameGuard(int maxPayload, ControlFrameLimit controlFrames) {
        this.maxPayload = maxPayload;
        this.controlFrames = controlFrames;
    }

    /** Looks at the next piece of the stream, whose position and limit stay. */
    Verdict scan(ByteBuffer data) {
        int allowed = data.remaining();
        CloseReason violation = null;
        boolean closeFrame = false;
        int at = data.position();
        while (at < data.limit()) {
            if (payloadLeft > 0) {
                long skipped = Math.min(payloadLeft, data.limit() - at);
                payloadLeft -= skipped;
                at += (int) skipped;
                continue;
            }
            header[headerLength++] = data.get(at++);
            if (headerLength == 2) {
                closeFrame |= (header[0] & 0x0f) == OPCODE_CLOSE;
            }
            if (headerLength >= 2 && headerLength == headerSize()) {
                CloseReason found = beginPayload();
                if (found != null && violation == null) {
                    violation = found;
                    allowed = Math.max(0, at - data.position() - headerSize());
                }
                headerLength = 0;
            }
        }
        return new Verdict(allowed, violation, closeFrame);
    }

    private int headerSize() {
        return switch (header[1] & 0x7f) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private @Nullable CloseReason beginPayload() {
        long length = length();
        boolean masked = (header[1] & 0x80) != 0;
        payloadLeft = length < 0 ? Long.MAX_VALUE : length + (masked ? MASK_BYTES : 0);
        if (!masked) {
            return new CloseReason(CloseCodes.PROTOCOL_ERROR, "frames of clients are masked");
        }
        if (length < 0 || length > maxPayload) {
            return new CloseReason(CloseCodes.TOO_BIG, "message too big");
        }
        return (header[0] & 0x0f) > OPCODE_CLOSE && controlFrames.isExceededByOne() ? TOO_MANY : null;
    }

    private long length() {
        int size = headerSize();
        if (size == 2) {
            return header[1] & 0x7f;
        }
        long length = 0;
        for (int i = 2; i < size; i++) {
            length = length << 8 | (header[i] & 0xff);
        }
        return length;
    }
}
