// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.jakarta.endpoint.RequestedOrigin;
import io.throughline.jakarta.endpoint.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.jspecify.annotations.Nullable;

/** What Grizzly knows of where a request came from. */
final class GrizzlyRequests {
    private GrizzlyRequests() {}

    /** Answers under which address a client reached the server. */
    static RequestedOrigin requested(HttpRequestPacket request, TrustedProxies proxies) {
        return proxies.requested(peer(request), request.isSecure(), name -> values(request, name));
    }

    private static @Nullable InetAddress peer(HttpRequestPacket request) {
        return request.getConnection().getPeerAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : null;
    }

    private static List<String> values(HttpRequestPacket request, String name) {
        List<String> values = new ArrayList<>();
        request.getHeaders().values(name).forEach(values::add);
        return values;
    }
}
