// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.util.Map;

/**
 * Why a handshake is not accepted.
 *
 * @param status the HTTP status
 * @param message what was wrong and what to do
 * @param headers what the status requires beside them
 */
record Refusal(int status, String message, Map<String, String> headers) {
    static Refusal badRequest(String message) {
        return new Refusal(400, message, Map.of());
    }
}
