// SPDX-License-Identifier: Apache-2.0
package io.throughline.examples.agentchat.search;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Tells a log how indexing goes: a line every few seconds, for each reason the first skipped files by name, the rest as counts.
 *
 * <p>Not thread-safe; make one for each index that is built.
 */
public final class LoggingIndexingListener implements IndexingListener {
    /** How many files skipped for one reason are named before more of them are only counted. */
    public static final int MAX_NAMED_SKIPS = 3;

    /** The least time between two lines of progress. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Logger logger;
    private final Map<SkipReason, Integer> skips = new EnumMap<>(SkipReason.class);
    private Duration nextLine = INTERVAL;

    /**
     * Makes a listener that writes to a log.
     *
     * @param logger takes progress at info, skipped files at warn, those beyond the first few at debug; never null
     */
    public LoggingIndexingListener(Logger logger) {
        this.logger = Objects.requireNonNull(logger, "logger");
    }

    @Override
    public void started(Path folder) {
        logger.info("Indexing the documents in {}", folder);
    }

    @Override
    public void progressed(IndexingProgress progress) {
        if (progress.elapsed().compareTo(nextLine) >= 0) {
            nextLine = progress.elapsed().plus(INTERVAL);
            logger.info(
                    "{} of {} files indexed or skipped, {} passages, {}",
                    progress.seen(),
                    progress.found(),
                    progress.passages(),
                    seconds(progress.elapsed()));
        }
    }

    @Override
    public void skipped(SkippedFile skipped) {
        if (skips.merge(skipped.reason(), 1, Integer::sum) <= MAX_NAMED_SKIPS) {
            logger.warn("{}", skipped.message());
        } else {
            logger.debug("{}", skipped.message());
        }
    }

    @Override
    public void finished(IndexingProgress progress) {
        logger.info(
                "{} files indexed, {} passages, in {}",
                progress.indexed(),
                progress.passages(),
                seconds(progress.elapsed()));
        if (progress.skipped() > 0) {
            logger.info("{} skipped: {}", progress.skipped(), summary(skips));
        }
    }

    static String summary(Map<SkipReason, Integer> skips) {
        return skips.entrySet().stream()
                .map(skip -> skip.getValue() + " " + skip.getKey().label())
                .collect(Collectors.joining(", "));
    }

    private static String seconds(Duration elapsed) {
        return elapsed.toSeconds() + "." + elapsed.toMillisPart() / 100 + " s";
    }
}
