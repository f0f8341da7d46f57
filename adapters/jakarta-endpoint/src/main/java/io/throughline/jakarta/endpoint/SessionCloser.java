// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes sessions on threads of its own, since a container may block until the client has taken the close frame. */
final class SessionCloser {
    /** Up to four daemon threads of the process, which end when there is nothing to close. */
    static final Executor EXECUTOR = executor();

    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);
    private static final int THREADS = 4;

    /** Tomcat: how long a blocking write, such as that of a close frame, may take, in milliseconds. */
    private static final String TOMCAT_BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    /** Tomcat: the same for a close frame of any code but 1000, which gets 50 milliseconds unless set. */
    private static final String TOMCAT_ABNORMAL_CLOSE_TIMEOUT =
            "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

    private static final Long CLOSE_MILLIS = 5_000L;
    private static final Long ABORT_MILLIS = 100L;

    private SessionCloser() {}

    private static Executor executor() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "throughline-closer-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Gives the close frames that the container sends by itself, such as 1007, the time that ours have. */
    static void prepare(Session session) {
        session.getUserProperties().put(TOMCAT_ABNORMAL_CLOSE_TIMEOUT, CLOSE_MILLIS);
    }

    /** Closes a session to which nothing is being written. */
    static void close(Session session, CloseReason reason) {
        close(session, reason, CLOSE_MILLIS);
    }

    /** Closes a session whose client has not taken a message for too long. */
    static void abort(Session session, CloseReason reason) {
        close(session, reason, ABORT_MILLIS);
    }

    private static void close(Session session, CloseReason reason, Long timeoutMillis) {
        if (!session.isOpen()) {
            return;
        }
        try {
            session.getUserProperties().put(TOMCAT_BLOCKING_SEND_TIMEOUT, timeoutMillis);
            session.getUserProperties().put(TOMCAT_ABNORMAL_CLOSE_TIMEOUT, timeoutMillis);
            session.close(new jakarta.websocket.CloseReason(
                    jakarta.websocket.CloseReason.CloseCodes.getCloseCode(reason.code()), reason.phrase()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("closing session {} failed", session.getId(), e);
        }
    }
}
