// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

/** What a reader meets in a log: an event, or a gap where events were. */
public sealed interface LogItem permits LogEntry, LogGap {}
