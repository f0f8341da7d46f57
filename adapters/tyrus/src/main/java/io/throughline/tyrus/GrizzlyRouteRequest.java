// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;

/**
 * Shows a request of Grizzly's to a route's handler.
 *
 * @param grizzly the request
 * @param method {@code GET} or {@code HEAD}
 * @param path the decoded path
 */
record GrizzlyRouteRequest(Request grizzly, String method, String path) implements RouteRequest {
    @Override
    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(grizzly.getParameter(name));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(grizzly.getHeader(name));
    }
}
