// SPDX-License-Identifier: Apache-2.0
package io.throughline.system;

import io.throughline.testkit.Await;
import io.throughline.testkit.Direction;
import io.throughline.testkit.ProxiedConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Something that happens to the network of one application.
 *
 * @param victim the number of the application
 * @param strength 0 to 999: how long, how slow, which way
 */
record Fault(Kind kind, int victim, int strength) {
    /** What may happen. */
    enum Kind {
        CUT,
        RESET,
        STALL,
        CLIENT_VANISHES,
        SERVER_VANISHES,
        DELAY,
        THROTTLE,
        TRUNCATE,
        DOWN
    }

    /** Answers a schedule with each kind as often as any other, but for one. */
    static List<Fault> schedule(int count, int victims, Random random) {
        List<Fault> schedule = new ArrayList<>();
        Kind[] kinds = Kind.values();
        for (int i = 0; i < count; i++) {
            schedule.add(new Fault(kinds[i % kinds.length], random.nextInt(victims), random.nextInt(1_000)));
        }
        Collections.shuffle(schedule, random);
        return schedule;
    }

    /** What lasts, lasts until something else happens to the same application. */
    void happenTo(Application application) {
        application.heal();
        ProxiedConnection connection = application.awaitConnection();
        switch (kind) {
            case CUT -> connection.cut();
            case RESET -> connection.reset();
            case STALL -> {
                switch (strength % 4) {
                    case 0 -> connection.stall(Direction.TO_SERVER);
                    case 1 -> connection.stall();
                    default -> connection.stall(Direction.TO_CLIENT);
                }
            }
            case CLIENT_VANISHES -> connection.vanishClient();
            case SERVER_VANISHES -> connection.vanishServer();
            case DELAY -> connection.delay(Duration.ofMillis(1 + strength / 10));
            case THROTTLE -> connection.throttle(1_000 + strength * 50L);
            case TRUNCATE -> {
                connection.truncateInsideFrame();
                Await.until(
                        () -> "a frame to be cut in two for " + application,
                        () -> connection.ending().isPresent());
            }
            case DOWN -> {
                application.network.refuse();
                connection.cut();
            }
        }
    }
}
