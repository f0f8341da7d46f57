// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.spi.Admission;
import java.util.Map;

/**
 * Why a handshake is not accepted.
 *
 * @param status the HTTP status
 * @param message what was wrong and what to do
 * @param headers what the status requires beside them
 */
record Refusal(int status, String message, Map<String, String> headers) {
    static Refusal of(Admission admission) {
        String message =
                admission.httpStatus() == 429 ? "Too many handshakes." : "The server takes no more clients now.";
        return new Refusal(
                admission.httpStatus(),
                message + " Try again later.",
                Map.of("Retry-After", String.valueOf(admission.retryAfterSeconds())));
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, message, Map.of());
    }
}
