// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.io.IOException;
import java.io.InputStream;

/**
 * One file to be served.
 *
 * @param name the file's name, whose end tells its media type
 * @param size in bytes
 * @param modifiedMillis when it was last changed, since 1970; 0 if unknown
 * @param content opens it
 */
record StaticPage(String name, long size, long modifiedMillis, Content content) {
    /** Opens a file, for the caller to close. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** A weak validator: it changes with size or time (RFC 9110, section 8.8.1). */
    String etag() {
        return "W/\"" + Long.toHexString(size) + "-" + Long.toHexString(modifiedMillis) + "\"";
    }
}
