// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.api.EventClass;
import io.throughline.api.EventType;

/** An event as its sender knows it: what it was, and a number that no other event has. */
record Sent(String user, String type, String run, long number) {
    boolean isLifecycle() {
        return EventType.of(type).eventClass() == EventClass.LIFECYCLE;
    }
}
