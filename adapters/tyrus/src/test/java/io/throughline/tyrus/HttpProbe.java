// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.jakarta.endpoint.wire.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

/** Asks a server by HTTP, properly or byte by byte. */
final class HttpProbe {
    /** As applications make it: the JDK's client then offers an upgrade to HTTP/2. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;

    HttpProbe(int port) {
        this.port = port;
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    /** Sends a request as it is, and answers all that comes until the server closes the connection. */
    String raw(String request) {
        try (RawClient client = new RawClient(port, 0)) {
            client.send(request);
            return client.readAll();
        }
    }

    /** Asks for a target that no client would let pass, and answers the status. */
    int status(String target) {
        return Integer.parseInt(raw("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                .substring(9, 12));
    }

    /** Counts the body's bytes of an answer as it came. */
    static int bodyLength(String answer) {
        return answer.length() - answer.indexOf("\r\n\r\n") - 4;
    }

    static boolean hasHeader(String answer, String header) {
        String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2).toLowerCase(Locale.ROOT);
        return head.contains("\r\n" + header.toLowerCase(Locale.ROOT) + "\r\n");
    }
}
