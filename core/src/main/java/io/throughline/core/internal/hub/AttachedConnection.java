// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.hub;

import io.throughline.api.ConnectionInfo;
import io.throughline.api.ThreadId;

/** A connection that was found in the hub, and what can be done with it. */
public final class AttachedConnection {
    private final HubCore hub;
    private final ConnectionCursor cursor;

    AttachedConnection(HubCore hub, ConnectionCursor cursor) {
        this.hub = hub;
        this.cursor = cursor;
    }

    /** Answers what is known of it. */
    public ConnectionInfo info() {
        return cursor.info();
    }

    /** Labels it with a conversation. */
    public void label(ThreadId thread) {
        cursor.label(thread);
    }

    /** Takes it out, without closing it; answers false if it was out already. */
    public boolean detach() {
        return hub.detach(cursor);
    }
}
