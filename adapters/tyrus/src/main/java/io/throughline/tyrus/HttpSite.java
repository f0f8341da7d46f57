// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import io.throughline.jakarta.endpoint.TrustedProxies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is no handshake: routes first, then static pages; GET and HEAD alone. */
final class HttpSite extends HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSite.class);

    private final Map<String, RouteHandler> routes;
    private final StaticPages pages;
    private final TrustedProxies proxies;

    HttpSite(Map<String, RouteHandler> routes, StaticPages pages, TrustedProxies proxies) {
        this.proxies = proxies;
        this.routes = Map.copyOf(routes);
        this.pages = pages;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        SecurityHeaders.add(
                response,
                GrizzlyRequests.requested(request.getRequest(), proxies).host());
        String path = RequestPath.decode(request.getRequestURI());
        if (path == null) {
            sendPage(request, response, 400);
            return;
        }
        String method = request.getMethod().getMethodString();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            sendPage(request, response, 405);
            return;
        }
        RouteHandler route = routes.get(path);
        if (route != null) {
            sendRoute(route, new GrizzlyRouteRequest(request, method, path), response);
        } else {
            sendStatic(path, request, response);
        }
    }

    private static void sendRoute(RouteHandler handler, GrizzlyRouteRequest request, Response response)
            throws IOException {
        RouteResponse answer;
        try {
            answer = handler.handle(request);
        } catch (Exception | LinkageError e) {
            LOG.error("the handler of {} failed", request.path(), e);
            sendPage(request.grizzly(), response, 500);
            return;
        }
        if (answer == null) {
            LOG.error("the handler of {} answered null", request.path());
            sendPage(request.grizzly(), response, 500);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        send(request.grizzly(), response, answer.status(), answer.contentType(), answer.body());
    }

    private void sendStatic(String path, Request request, Response response) throws IOException {
        List<String> segments = RequestPath.segments(path);
        Optional<StaticPage> found = segments == null ? Optional.empty() : pages.find(segments);
        if (found.isEmpty()) {
            sendPage(request, response, 404);
            return;
        }
        StaticPage page = found.get();
        response.setHeader("ETag", page.etag());
        response.setHeader("Cache-Control", "no-cache");
        if (page.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            return;
        }
        response.setStatus(HttpStatus.OK_200);
        response.setContentType(MediaTypes.of(page.name()));
        response.setContentLengthLong(page.size());
        if (!isHead(request)) {
            try (InputStream content = page.content().open()) {
                content.transferTo(response.getOutputStream());
            }
        }
    }

    private static void sendPage(Request request, Response response, int status) throws IOException {
        send(request, response, status, "text/html; charset=utf-8", page(status).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Request request, Response response, int status, String contentType, byte[] body)
            throws IOException {
        response.setStatus(HttpStatus.getHttpStatus(status));
        response.setContentType(contentType);
        response.setContentLength(body.length);
        if (!isHead(request)) {
            response.getOutputStream().write(body);
        }
    }

    private static boolean isHead(Request request) {
        return request.getMethod().getMethodString().equals("HEAD");
    }

    /** The page of an error, which says no more than the status does. */
    static String page(int status) {
        String title = status + " " + HttpStatus.getHttpStatus(status).getReasonPhrase();
        return "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + title + "</title><h1>" + title
                + "</h1></html>\n";
    }
}
