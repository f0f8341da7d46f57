// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.util.regex.Pattern;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/** What browsers are told to refuse: guessing media types, foreign scripts, frames, and foreign sockets. */
final class SecurityHeaders {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");

    private SecurityHeaders() {}

    static void add(Response response, @Nullable String host) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; connect-src 'self'" + sockets(host)
                        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }

    /** Older browsers do not take {@code 'self'} for the sockets of the same host. */
    private static String sockets(@Nullable String host) {
        return host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
    }
}
