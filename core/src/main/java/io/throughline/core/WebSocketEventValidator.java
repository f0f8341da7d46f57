// SPDX-License-Identifier: Apache-2.0
package io.throughline.core;

import io.throughline.api.AgentEvent;
import io.throughline.api.EventType;
import io.throughline.api.RunId;
import io.throughline.api.SendResult;
import io.throughline.api.UserId;
import io.throughline.api.spi.DeliveryListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which of the five golden path events of each run were sent, and says when they are complete.
 *
 * <p>It counts what was accepted, never what was refused, and asks for no order: several tools may interleave. It remembers
 * the newest {@value #MAX_RUNS} runs. Thread-safe; as a listener it never throws into a sender.
 */
public final class WebSocketEventValidator implements DeliveryListener {
    /** How many runs are remembered; the one that began first is forgotten first. */
    public static final int MAX_RUNS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketEventValidator.class);

    private record Key(UserId userId, RunId runId) {}

    private final Map<Key, Set<EventType>> sent = new LinkedHashMap<>();
    private long completedRuns;

    /** Makes a validator that has seen nothing; give it to a hub as a listener, or use the hub's own. */
    public WebSocketEventValidator() {}

    @Override
    public void onEvent(UserId userId, AgentEvent event, SendResult result) {
        if (result.isAccepted() && event.runId().isPresent() && isGolden(event.type())) {
            note(new Key(userId, event.runId().get()), event.type());
        }
    }

    private static boolean isGolden(EventType type) {
        return EventType.goldenPath().contains(type);
    }

    private void note(Key run, EventType type) {
        boolean complete;
        synchronized (sent) {
            Set<EventType> types = sent.computeIfAbsent(run, key -> new LinkedHashSet<>());
            complete = types.add(type) && types.size() == EventType.goldenPath().size();
            if (complete) {
                completedRuns++;
            }
            forgetOldest();
        }
        if (complete) {
            LOG.info("golden path complete: user {}, run {}", run.userId(), run.runId());
        } else if (type.isTerminal() && LOG.isInfoEnabled()) {
            LOG.info(
                    "run ended without its golden path: user {}, run {}, missing {}",
                    run.userId(),
                    run.runId(),
                    missingEvents(run.userId(), run.runId()));
        }
    }

    private void forgetOldest() {
        if (sent.size() > MAX_RUNS) {
            Iterator<Key> oldest = sent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * Answers which golden path events of a run were sent.
     *
     * @param userId whose run; never null
     * @param runId the run; never null
     * @return an unmodifiable snapshot in the order of their first sending, empty for an unknown run; never null
     */
    public Set<EventType> sentEvents(UserId userId, RunId runId) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(runId, "runId");
        synchronized (sent) {
            return Collections.unmodifiableSet(
                    new LinkedHashSet<>(sent.getOrDefault(new Key(userId, runId), Set.of())));
        }
    }

    /**
     * Answers which golden path events of a run were not sent yet.
     *
     * @param userId whose run; never null
     * @param runId the run; never null
     * @return an unmodifiable list in the order of the golden path, all five for an unknown run; never null
     */
    public List<EventType> missingEvents(UserId userId, RunId runId) {
        List<EventType> missing = new ArrayList<>(EventType.goldenPath());
        missing.removeAll(sentEvents(userId, runId));
        return List.copyOf(missing);
    }

    /**
     * Tells whether all five golden path events of a run were sent.
     *
     * @param userId whose run; never null
     * @param runId the run; never null
     * @return false for an unknown run
     */
    public boolean isGoldenPathComplete(UserId userId, RunId runId) {
        return missingEvents(userId, runId).isEmpty();
    }

    /**
     * Counts the runs whose golden path was completed since this validator was made, forgotten ones included.
     *
     * @return 0 or more
     */
    public long completedRuns() {
        synchronized (sent) {
            return completedRuns;
        }
    }
}
