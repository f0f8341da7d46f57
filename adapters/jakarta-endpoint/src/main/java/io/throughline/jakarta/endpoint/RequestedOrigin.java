// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Under which address a client reached the server, as far as that is known; an origin policy compares it with the page's.
 *
 * @param scheme {@code http} or {@code https}, or null if it is not known, as behind a proxy that is not declared
 * @param host the host, with its port unless that is the scheme's own, or null if it is not known, which no page's equals
 */
public record RequestedOrigin(
        @Nullable String scheme, @Nullable String host) {
    /** A proxy's word that could not be understood. */
    static final RequestedOrigin UNKNOWN = new RequestedOrigin(null, null);
}
