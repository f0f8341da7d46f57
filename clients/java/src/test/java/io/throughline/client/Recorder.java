// SPDX-License-Identifier: Apache-2.0
package io.throughline.client;

import io.throughline.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps all that a client hands over, and notes if two calls overlap. */
final class Recorder implements ClientListener {
    final List<ClientEvent> events = new CopyOnWriteArrayList<>();
    final List<ClientGap> gaps = new CopyOnWriteArrayList<>();
    final List<ClientState> states = new CopyOnWriteArrayList<>();
    final List<ClientEvent> messages = new CopyOnWriteArrayList<>();
    final List<ClientError> errors = new CopyOnWriteArrayList<>();
    final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    private <T> void add(List<T> to, T what) {
        if (running.incrementAndGet() != 1) {
            overlaps.incrementAndGet();
        }
        to.add(what);
        running.decrementAndGet();
    }

    @Override
    public void onEvent(ClientEvent event) {
        add(events, event);
    }

    @Override
    public void onGap(ClientGap gap) {
        add(gaps, gap);
    }

    @Override
    public void onState(ClientState state) {
        add(states, state);
    }

    @Override
    public void onMessage(ClientEvent message) {
        add(messages, message);
    }

    @Override
    public void onError(ClientError error) {
        add(errors, error);
    }

    List<Long> seqs() {
        return events.stream().map(event -> event.seq().orElseThrow()).toList();
    }

    List<Object> numbers() {
        return events.stream().map(event -> event.data().get("n")).toList();
    }

    long count(ClientState state) {
        return states.stream().filter(state::equals).count();
    }

    void awaitOpen(int times) {
        Await.until(() -> times + " times open; " + this, () -> count(ClientState.OPEN) >= times);
    }

    void awaitEvents(int count) {
        Await.until(() -> count + " events; " + this, () -> events.size() >= count);
    }

    void awaitState(ClientState state) {
        Await.until(() -> state + "; " + this, () -> states.contains(state));
    }

    @Override
    public String toString() {
        return events.size() + " events, gaps " + gaps + ", states " + states + ", errors " + errors;
    }
}
