// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes sessions on threads of its own, since a container may block until the client has taken the close frame. */
final class SessionCloser {
    static final Executor EXECUTOR = SessionThreads.upToFour("throughline-closer-");

    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);

    /** Tomcat: how long a blocking write, such as that of a close frame, may take, in milliseconds. */
    private static final String TOMCAT_BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    /** Tomcat: the same for a close frame of any code but 1000, which gets 50 milliseconds unless set. */
    private static final String TOMCAT_ABNORMAL_CLOSE_TIMEOUT =
            "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

    private static final Long CLOSE_MILLIS = 5_000L;
    private static final Long ABORT_MILLIS = 100L;

    private SessionCloser() {}

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
