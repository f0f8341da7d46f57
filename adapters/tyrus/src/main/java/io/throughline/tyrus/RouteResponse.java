// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.api.ErrorIds;
import io.throughline.api.InvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What a {@link RouteHandler} answers.
 *
 * <p>Immutable and thread-safe.
 */
public final class RouteResponse {
    private final int status;
    private final String contentType;
    private final byte[] body;

    private RouteResponse(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    /**
     * Answers with a text of any type.
     *
     * @param status the HTTP status, 200 to 599
     * @param contentType the media type, without a charset, which is UTF-8; never null
     * @param body the body; never null
     * @return the response; never null
     * @throws InvalidArgumentException if the status is out of its bounds
     */
    public static RouteResponse of(int status, String contentType, String body) {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        if (status < 200 || status > 599) {
            throw new InvalidArgumentException(
                    ErrorIds.INVALID_SETTING, "status " + status + " is not between 200 and 599.");
        }
        return new RouteResponse(status, contentType + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers 200 with JSON.
     *
     * @param body well-formed JSON; never null
     * @return the response; never null
     */
    public static RouteResponse json(String body) {
        return of(200, "application/json", body);
    }

    /**
     * Answers 200 with plain text.
     *
     * @param body the text; never null
     * @return the response; never null
     */
    public static RouteResponse text(String body) {
        return of(200, "text/plain", body);
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }
}
