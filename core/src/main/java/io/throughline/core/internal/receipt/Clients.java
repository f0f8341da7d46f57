// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.receipt;

import io.throughline.api.Receipt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one user: those that are attached, and a bounded number of those that may come back.
 *
 * <p>What changes it is guarded by the user's lock; {@link #acknowledge}, {@link #miss} and receipts need no lock.
 */
public final class Clients {
    static final int MAX_AWAY = 64;

    private final Executor executor;
    private final Waiters waiters = new Waiters();

    /** Replaced as a whole at each change, since receipts keep it. */
    private List<Client> attached = List.of();

    /** By their ids, in the order in which they went; null until the first one goes. */
    private @Nullable Map<String, Client> away;

    private volatile boolean someAreAway;

    /**
     * @param executor completes stages for those who hold locks
     */
    public Clients(Executor executor) {
        this.executor = executor;
    }

    /**
     * Enters a connection's client.
     *
     * @param id the client's own id, or null
     * @param firstSeq the first event that the connection will be sent
     * @param hasAllBefore whether the client said that it has what it was sent before; if not, what it was sent and has not
     *     acknowledged is as good as missed, since nobody can know whether it arrived
     */
    public Client attach(@Nullable String id, long firstSeq, boolean hasAllBefore) {
        Client client = id == null ? null : findAttached(id);
        if (client == null) {
            client = id == null ? null : takeAway(id);
            if (client == null) {
                client = new Client(id, hasAllBefore ? 1 : firstSeq);
            } else if (!hasAllBefore && client.miss(1, firstSeq - 1)) {
                settle();
            }
            List<Client> changed = new ArrayList<>(attached);
            changed.add(client);
            attached = List.copyOf(changed);
        }
        client.connections++;
        return client;
    }

    private @Nullable Client findAttached(String id) {
        for (Client client : attached) {
            if (id.equals(client.id())) {
                return client;
            }
        }
        return null;
    }

    private @Nullable Client takeAway(String id) {
        Client client = away == null ? null : away.remove(id);
        noteAway();
        return client;
    }

    private void noteAway() {
        someAreAway = away != null && !away.isEmpty();
    }

    /** Takes out a connection of a client. */
    public void detach(Client client, long nowMillis) {
        if (--client.connections > 0) {
            return;
        }
        List<Client> changed = new ArrayList<>(attached);
        changed.remove(client);
        attached = List.copyOf(changed);
        String id = client.id();
        if (id == null) {
            client.forget();
            settle();
            return;
        }
        client.awaySinceMillis = nowMillis;
        if (away == null) {
            away = new LinkedHashMap<>();
        }
        away.put(id, client);
        if (away.size() > MAX_AWAY) {
            forgetAway(away.values().iterator());
        }
        noteAway();
    }

    private void forgetAway(Iterator<Client> next) {
        next.next().forget();
        next.remove();
        settle();
    }

    /** Tells whether there is a client that may come back; needs no lock. */
    public boolean someAreAway() {
        return someAreAway;
    }

    /** Forgets the clients that have been away for so long. */
    public void forgetAwayFor(long millis, long nowMillis) {
        if (away == null) {
            return;
        }
        for (Iterator<Client> all = away.values().iterator(); all.hasNext(); ) {
            Client client = all.next();
            if (nowMillis - client.awaySinceMillis >= millis) {
                client.forget();
                all.remove();
            }
        }
        noteAway();
        settle();
    }

    /** Forgets all, since the log is no more. */
    public void forgetAll() {
        attached.forEach(Client::forget);
        attached = List.of();
        if (away != null) {
            away.values().forEach(Client::forget);
            away.clear();
        }
        noteAway();
        settle();
    }

    /** Ends the waits that have become vain, on another thread, since locks are held. */
    private void settle() {
        if (waiters.isEmpty()) {
            return;
        }
        try {
            executor.execute(waiters::checkAll);
        } catch (RuntimeException e) {
            waiters.checkAll();
        }
    }

    /** Answers the clients that are attached, in a list that never changes. */
    public List<Client> attached() {
        return attached;
    }

    /** Answers the receipt of an event that was appended while some clients were attached. */
    public Receipt receipt(long seq, List<Client> clients) {
        return new EventReceipt(seq, clients, waiters);
    }

    /** Notes that a client has handled everything up to an event; answers false if that was known. */
    public boolean acknowledge(Client client, long seq) {
        long before = client.acknowledge(seq);
        if (before >= 0) {
            waiters.check(before + 1, seq);
        }
        return before >= 0;
    }

    /** Notes that a client is sent a gap. */
    public void miss(Client client, long from, long to) {
        if (client.miss(from, to)) {
            settle();
        }
    }

    /** Counts the stages that have not completed. */
    public int waiting() {
        return waiters.size();
    }
}
