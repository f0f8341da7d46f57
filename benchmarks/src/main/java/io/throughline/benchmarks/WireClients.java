// SPDX-License-Identifier: Apache-2.0
package io.throughline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many clients in a process of their own, so that what they cost is not counted with the server's.
 *
 * <p>It is told what to do by lines: {@code report} answers how many marked events came since the last report, and after
 * how many nanoseconds the median and the 99th of a hundred; the end of the input ends it. Both processes read the same
 * monotonic clock. It answers pings with silence: the server's pong timeout is to be long.
 */
final class WireClients {
    private final ReentrantLock lock = new ReentrantLock();
    private long[] latencies = new long[1 << 16];
    private int count;

    private WireClients() {}

    /**
     * Runs the clients.
     *
     * @param args the port, the path, how many clients, and how many of them, the first ones, never read
     */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int clients = Integer.parseInt(args[2]);
        int frozen = Integer.parseInt(args[3]);
        WireClients all = new WireClients();
        Selector selector = Selector.open();
        List<WireClient> kept = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            WireClient client = new WireClient(port, args[1], "user-" + i, i < frozen);
            kept.add(client);
            if (i >= frozen) {
                client.channel().configureBlocking(false);
                client.channel().register(selector, SelectionKey.OP_READ, client);
            }
        }
        Thread reader = new Thread(() -> all.read(selector), "reader");
        reader.setDaemon(true);
        reader.start();
        all.answer();
        if (kept.size() != clients) {
            throw new IllegalStateException("clients were lost");
        }
    }

    private void read(Selector selector) {
        try {
            while (true) {
                selector.select(key -> {
                    try {
                        ((WireClient) key.attachment()).read(this::note);
                    } catch (IOException e) {
                        key.cancel();
                    }
                });
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(long sentNanos) {
        long latency = System.nanoTime() - sentNanos;
        lock.lock();
        try {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = latency;
        } finally {
            lock.unlock();
        }
    }

    private void answer() throws IOException {
        PrintStream out = System.out;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(line.equals("count") ? Integer.toString(count()) : report());
        }
    }

    private int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private String report() {
        lock.lock();
        try {
            Arrays.sort(latencies, 0, count);
            long median = count == 0 ? 0 : latencies[count / 2];
            long high = count == 0 ? 0 : latencies[(int) (count * 0.99)];
            String report = count + " " + median + " " + high;
            count = 0;
            return report;
        } finally {
            lock.unlock();
        }
    }
}
