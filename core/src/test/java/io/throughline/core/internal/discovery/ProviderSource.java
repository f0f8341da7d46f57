// SPDX-License-Identifier: Apache-2.0
package io.throughline.core.internal.discovery;

import java.util.Locale;

/** The source of a provider that works, but for what the test changes in it. */
record ProviderSource(
        String className,
        String header,
        String id,
        String order,
        String versions,
        String supports,
        String adapt,
        String members) {
    static ProviderSource of(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return new ProviderSource(
                className,
                "public class " + simple + " implements WebSocketManagerProvider",
                "return \"" + simple.toLowerCase(Locale.ROOT) + "\";",
                "return 0;",
                "return ProtocolVersionRange.only(1);",
                "return legacyManager instanceof String;",
                "throw new UnsupportedOperationException();",
                "");
    }

    ProviderSource header(String changed) {
        return new ProviderSource(className, changed, id, order, versions, supports, adapt, members);
    }

    ProviderSource id(String body) {
        return new ProviderSource(className, header, body, order, versions, supports, adapt, members);
    }

    ProviderSource order(String body) {
        return new ProviderSource(className, header, id, body, versions, supports, adapt, members);
    }

    ProviderSource versions(String body) {
        return new ProviderSource(className, header, id, order, body, supports, adapt, members);
    }

    ProviderSource supports(String body) {
        return new ProviderSource(className, header, id, order, versions, body, adapt, members);
    }

    ProviderSource adapt(String body) {
        return new ProviderSource(className, header, id, order, versions, supports, body, members);
    }

    ProviderSource members(String more) {
        return new ProviderSource(className, header, id, order, versions, supports, adapt, more);
    }

    String text() {
        return """
            package %s;

            import io.throughline.api.*;
            import io.throughline.api.spi.*;

            %s {
                %s
                public String id() { %s }
                public int order() { %s }
                public ProtocolVersionRange protocolVersions() { %s }
                public boolean supports(Object legacyManager) { %s }
                public WebSocketManagerProtocol adapt(Object legacyManager, AdaptationContext context) { %s }
            }
            """.formatted(
                        className.substring(0, className.lastIndexOf('.')),
                        header,
                        members,
                        id,
                        order,
                        versions,
                        supports,
                        adapt);
    }
}
