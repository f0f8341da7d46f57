// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where static pages come from. */
@FunctionalInterface
interface StaticPages {
    /** No pages at all. */
    StaticPages NONE = segments -> Optional.empty();

    /**
     * Finds a page.
     *
     * @param segments the path's parts, decoded and checked: none is empty, begins with a dot, or has a separator
     */
    Optional<StaticPage> find(List<String> segments) throws IOException;
}
