// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import io.throughline.api.spi.WebSocketManagerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Something that wants to be a provider: loaded, or rejected for a reason.
 *
 * @param className the class, or what stands in its place
 * @param source the jar or folder it comes from
 * @param provider the instance, or null if there is none
 * @param reason why it was rejected, or null if it was not
 */
record Candidate(
        String className,
        String source,
        @Nullable WebSocketManagerProvider provider,
        @Nullable String reason) {

    static Candidate loaded(WebSocketManagerProvider provider, String source) {
        return new Candidate(provider.getClass().getName(), source, provider, null);
    }

    static Candidate rejected(String className, String source, String reason) {
        return new Candidate(className, source, null, reason);
    }
}
