// SPDX-License-Identifier: Apache-2.0
package io.throughline.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a proxied connection: takes bytes from one socket and gives them to the other, as slowly as it is told.
 *
 * <p>Holds little more than {@link #MOST_PENDING} bytes; beyond that it does not read, so that whoever sends feels it.
 * Guarded by the loop's monitor.
 */
final class Pipe {
    private static final int MOST_PENDING = 64 * 1024;
    private static final int PAUSES_A_SECOND = 50;
    private static final long SECOND = 1_000_000_000;

    private record Chunk(ByteBuffer bytes, long due) {}

    private final SocketChannel source;
    private final SocketChannel sink;
    private final ProxyLoop loop;
    private final Runnable wake;
    private final FrameTracker frames = new FrameTracker();
    private final ByteBuffer buffer;

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int pending;
    private long passed;
    private boolean stalled;
    private long delayNanos;
    private long bytesPerSecond;
    private long pausedUntil;
    private boolean timed;
    private long timedFor;
    private boolean discards;
    private boolean truncates;
    private boolean sourceEnded;
    private boolean sinkEnded;

    /** The wake is run when a wait that this pipe asked for is over. */
    Pipe(SocketChannel source, SocketChannel sink, ProxyLoop loop, Runnable wake) {
        this.source = source;
        this.sink = sink;
        this.loop = loop;
        this.wake = wake;
        this.buffer = ByteBuffer.allocate(16 * 1024);
    }

    void stall(boolean stalled) {
        this.stalled = stalled;
    }

    void delay(long nanos) {
        this.delayNanos = nanos;
    }

    /** Makes what is held go as soon as its sink takes it, and all that comes after. */
    void release() {
        stalled = false;
        delayNanos = 0;
        bytesPerSecond = 0;
        long now = System.nanoTime();
        for (int i = chunks.size(); i > 0; i--) {
            chunks.addLast(new Chunk(chunks.removeFirst().bytes, now));
        }
    }

    void throttle(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.pausedUntil = System.nanoTime();
    }

    void truncateInsideData() {
        truncates = true;
    }

    /** Goes on reading, so that the end of the source is seen, and gives nothing on any more. */
    void discard() {
        discards = true;
        stalled = false;
        chunks.clear();
        pending = 0;
    }

    int held() {
        return pending;
    }

    long passed() {
        return passed;
    }

    FrameTracker frames() {
        return frames;
    }

    boolean wantsToRead() {
        return !stalled && !sourceEnded && pending < MOST_PENDING;
    }

    /** Asks to be woken when it has bytes whose time is to come. */
    boolean wantsToWrite() {
        Chunk first = chunks.peekFirst();
        if (first == null || stalled) {
            return false;
        }
        long due = bytesPerSecond > 0 && pausedUntil - first.due > 0 ? pausedUntil : first.due;
        if (due - System.nanoTime() <= 0) {
            return true;
        }
        if (!timed || due - timedFor < 0) {
            timed = true;
            timedFor = due;
            loop.at(due, () -> {
                timed = timed && timedFor != due;
                wake.run();
            });
        }
        return false;
    }

    boolean sourceEnded() {
        return sourceEnded;
    }

    /** Tells whether the source has ended and all of it was given on. */
    boolean isDone() {
        return sourceEnded && chunks.isEmpty();
    }

    void read() throws IOException {
        buffer.clear();
        int count = source.read(buffer);
        if (count < 0) {
            sourceEnded = true;
        } else if (count > 0 && !discards) {
            ByteBuffer bytes = ByteBuffer.allocate(count).put(buffer.flip()).flip();
            chunks.addLast(new Chunk(bytes, System.nanoTime() + delayNanos));
            pending += count;
        }
    }

    /**
     * Gives on what may go now.
     *
     * @return true if the place has been reached where the connection is to be cut
     */
    boolean write() throws IOException {
        while (wantsToWrite()) {
            ByteBuffer bytes = chunks.getFirst().bytes;
            int limit = bytes.limit();
            int place = truncates ? frames.placeInsideData(bytes) : -1;
            int most = place >= 0 ? place : bytes.remaining();
            if (bytesPerSecond > 0) {
                most = (int) Math.min(most, Math.max(1, bytesPerSecond / PAUSES_A_SECOND));
            }
            ByteBuffer written = bytes.duplicate();
            bytes.limit(bytes.position() + most);
            int count = sink.write(bytes);
            bytes.limit(limit);
            frames.passed(written.limit(written.position() + count));
            passed += count;
            pending -= count;
            if (bytesPerSecond > 0) {
                pausedUntil = System.nanoTime() + count * SECOND / bytesPerSecond;
            }
            if (place >= 0 && frames.insideData()) {
                return true;
            }
            if (!bytes.hasRemaining()) {
                chunks.removeFirst();
            } else if (count < most) {
                return false;
            }
        }
        return false;
    }

    /** Lets the sink know, once, that nothing more will come. */
    void endSink() throws IOException {
        if (!sinkEnded) {
            sinkEnded = true;
            sink.shutdownOutput();
        }
    }
}
