// SPDX-License-Identifier: Apache-2.0
package io.throughline.api.spi;

import io.throughline.api.WebSocketManagerProtocol;

/**
 * Adapts one kind of legacy WebSocket manager to the canonical protocol; third parties implement it.
 *
 * <p>A provider is a factory, never the manager itself, since legacy managers are statics, singletons, beans or
 * endpoints. It is found by {@link java.util.ServiceLoader} (a line in {@code
 * META-INF/services/io.throughline.api.spi.WebSocketManagerProvider}, or {@code provides} in a module) and then needs a
 * public constructor without parameters, or it is registered explicitly.
 *
 * <p><b>None, one, many.</b> With no provider nothing fails until something is to be adapted; the error then names the
 * artifacts to add. Of several that support one object, the one with the lowest {@link #order} is taken, then the one whose
 * id comes first. A provider registered explicitly wins over a discovered one with the same id; two discovered ones with
 * the same id are both rejected. A provider that cannot be loaded never harms the others: it stands in the report with
 * its jar and the reason.
 *
 * <p>Implementations are thread-safe, and cheap to create.
 */
public interface WebSocketManagerProvider {
    /**
     * Answers the stable name of this provider, such as {@code spring-session}.
     *
     * @return 1 to 64 lower-case letters, digits, dots and dashes; the same at every call; never null
     */
    String id();

    /**
     * Answers when this provider is asked, beside others that support the same object.
     *
     * @return lower is earlier; 0 unless overridden
     */
    default int order() {
        return 0;
    }

    /**
     * Answers the versions of the canonical protocol that this provider was built for.
     *
     * @return the range; never null
     */
    ProtocolVersionRange protocolVersions();

    /**
     * Tells whether this provider can adapt an object.
     *
     * @param legacyManager a manager, or a class for managers that are all static; never null
     * @return true if {@link #adapt} will take it
     */
    boolean supports(Object legacyManager);

    /**
     * Wraps a legacy manager.
     *
     * @param legacyManager an object that {@link #supports} said yes to; never null
     * @param context what the adapter is given to work with; never null
     * @return a manager that keeps the canonical protocol; never null
     */
    WebSocketManagerProtocol adapt(Object legacyManager, AdaptationContext context);
}
