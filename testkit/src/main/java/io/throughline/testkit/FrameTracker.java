// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Knows of each byte that a server sends whether it is inside a WebSocket frame.
 *
 * <p>Reads the head of the answer to the handshake, then the headers of unmasked frames (RFC 6455, section 5.2), and skips
 * what they carry. After any other answer than 101 there are no frames. Not thread-safe.
 */
final class FrameTracker {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_DATA_OPCODE = 7;

    private boolean inHead = true;
    private boolean isWebSocket = true;
    private int headBytes;
    private int endMatched;

    private int headerBytes;
    private int lengthBytes;
    private boolean carriesData;
    private long length;
    private long remaining;
    private long dataFrames;

    private FrameTracker copy() {
        FrameTracker copy = new FrameTracker();
        copy.inHead = inHead;
        copy.isWebSocket = isWebSocket;
        copy.headBytes = headBytes;
        copy.endMatched = endMatched;
        copy.headerBytes = headerBytes;
        copy.lengthBytes = lengthBytes;
        copy.carriesData = carriesData;
        copy.length = length;
        copy.remaining = remaining;
        return copy;
    }

    /** Counts the data frames that passed whole. */
    long dataFrames() {
        return dataFrames;
    }

    /** Tells whether a part of a data frame's payload has passed, and a part has not. */
    boolean insideData() {
        return carriesData && remaining > 0 && remaining < length;
    }

    /** Follows all that is between the buffer's position and its limit, and leaves the buffer as it is. */
    void passed(ByteBuffer bytes) {
        int end = bytes.limit();
        for (int i = bytes.position(); i < end; ) {
            if (remaining > 0) {
                int skipped = (int) Math.min(remaining, end - i);
                i += skipped;
                skip(skipped);
            } else {
                next(bytes.get(i++));
            }
        }
    }

    /**
     * Looks for a place inside a data frame's payload.
     *
     * @return how many of the bytes may pass before it; -1 if there is no such place in them
     */
    int placeInsideData(ByteBuffer bytes) {
        FrameTracker ahead = copy();
        for (int i = bytes.position(); ; i++) {
            if (ahead.insideData()) {
                return i - bytes.position();
            }
            if (i == bytes.limit()) {
                return -1;
            }
            if (ahead.remaining > 0) {
                ahead.skip(1);
            } else {
                ahead.next(bytes.get(i));
            }
        }
    }

    private void skip(long payload) {
        remaining -= payload;
        if (remaining == 0) {
            ended();
        }
    }

    private void next(byte value) {
        if (inHead) {
            nextOfHead(value);
        } else if (isWebSocket) {
            nextOfHeader(value & 0xff);
        }
    }

    private void nextOfHead(byte value) {
        if (headBytes < SWITCHING.length && value != SWITCHING[headBytes]) {
            isWebSocket = false;
        }
        headBytes++;
        if (value == END_OF_HEAD[endMatched]) {
            endMatched++;
        } else {
            endMatched = value == END_OF_HEAD[0] ? 1 : 0;
        }
        if (endMatched == END_OF_HEAD.length) {
            inHead = false;
        }
    }

    private void nextOfHeader(int value) {
        headerBytes++;
        if (headerBytes == 1) {
            carriesData = (value & 0x0f) <= LARGEST_DATA_OPCODE;
            return;
        }
        if (headerBytes == 2) {
            int shortLength = value & 0x7f;
            lengthBytes = shortLength == 127 ? 8 : shortLength == 126 ? 2 : 0;
            length = lengthBytes == 0 ? shortLength : 0;
        } else {
            length = length << 8 | value;
        }
        if (headerBytes == 2 + lengthBytes) {
            headerBytes = 0;
            remaining = length;
            if (length == 0) {
                ended();
            }
        }
    }

    private void ended() {
        if (carriesData) {
            dataFrames++;
        }
    }
}
