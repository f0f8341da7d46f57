// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

/** Answers GET and HEAD requests at one path; applications implement it. */
@FunctionalInterface
public interface RouteHandler {
    /**
     * Answers a request.
     *
     * <p>Called on a thread of the server, for several requests at once: it does not block for long. When it throws, the
     * client gets a plain 500 and the server's log gets the exception.
     *
     * @param request what was asked for; never null
     * @return the answer, whose body is left out for HEAD; never null
     * @throws Exception if the request cannot be answered
     */
    RouteResponse handle(RouteRequest request) throws Exception;
}
