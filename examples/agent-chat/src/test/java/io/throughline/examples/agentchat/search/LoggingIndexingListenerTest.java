// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LoggingIndexingListenerTest {
    private final Lines log = new Lines();
    private final LoggingIndexingListener listener = new LoggingIndexingListener(log);

    private static IndexingProgress after(int seen, int millis) {
        return new IndexingProgress(5000, seen, seen - 1, 1, seen * 10L, Duration.ofMillis(millis));
    }

    @Test
    void saysWhereItBeginsAndWhatCameOfIt() {
        listener.started(Path.of("/docs"));
        listener.skipped(new SkippedFile("a.png", SkipReason.BINARY, "it is a binary file"));
        listener.finished(after(5000, 33_149));

        assertEquals(
                List.of(
                        "INFO Indexing the documents in " + Path.of("/docs"),
                        "WARN skipped a.png: it is a binary file",
                        "INFO 4999 files indexed, 50000 passages, in 33.1 s",
                        "INFO 1 skipped: 1 binary"),
                log.lines);
    }

    @Test
    void progressIsALineEveryFewSecondsNotEveryFile() {
        for (int millis = 0; millis < 5_000; millis += 10) {
            listener.progressed(after(millis + 1, millis));
        }

        assertEquals(
                List.of(
                        "INFO 2001 of 5000 files indexed or skipped, 20010 passages, 2.0 s",
                        "INFO 4001 of 5000 files indexed or skipped, 40010 passages, 4.0 s"),
                log.lines);
    }

    @Test
    void ofEachReasonTheFirstFewFilesAreNamed() {
        for (int i = 0; i < 10; i++) {
            listener.skipped(new SkippedFile("b" + i, SkipReason.BINARY, "x"));
        }
        listener.skipped(new SkippedFile("u", SkipReason.UNREADABLE, "y"));

        assertEquals(
                List.of("WARN skipped b0: x", "WARN skipped b1: x", "WARN skipped b2: x", "WARN skipped u: y"),
                log.lines.stream().filter(line -> !line.startsWith("DEBUG")).toList());
        assertEquals(11, log.lines.size());
    }

    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final transient List<String> lines = new ArrayList<>();

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable throwable) {
            lines.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
