// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.util.Optional;

/** A GET or HEAD request, as a {@link RouteHandler} sees it; to be used by one thread, until the handler returns. */
public interface RouteRequest {
    /**
     * Answers the method.
     *
     * @return {@code GET} or {@code HEAD}; never null
     */
    String method();

    /**
     * Answers the path.
     *
     * @return the decoded path, without the query; never null
     */
    String path();

    /**
     * Answers the first value of a parameter of the query.
     *
     * @param name the parameter's name; never null
     * @return the decoded value, or empty
     */
    Optional<String> queryParameter(String name);

    /**
     * Answers the first value of a header.
     *
     * @param name the header's name, in any case; never null
     * @return the value, or empty
     */
    Optional<String> header(String name);
}
