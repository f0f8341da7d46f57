// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.EncodedMessage;

/** An entry that holds its message. */
record PlainLogEntry(long seq, EncodedMessage message) implements LogEntry {}
