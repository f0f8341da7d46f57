// SPDX-License-Identifier: Apache-2.0
package io.throughline.tyrus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.ServerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tyrus's filter, behind the rules of the handshake: what breaks them is answered by plain HTTP and closed. */
final class HandshakeFilter extends GrizzlyServerFilter {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeFilter.class);

    private static final Attribute<Boolean> UPGRADED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HandshakeFilter.class.getName() + ".upgraded");

    /** The TCP connection whose handshake a thread is about, since Tyrus's SPI does not hand it on. */
    private static final ThreadLocal<@Nullable Connection<?>> CURRENT = new ThreadLocal<>();

    /** Grizzly closes what is idle for too long, sockets too, and what it sends does not count. */
    private static final long NEVER = -1;

    private final HandshakeRules rules;

    HandshakeFilter(ServerContainer container, HandshakeRules rules) {
        super(container, "/");
        this.rules = rules;
    }

    /** Is told that the handshake which the calling thread is about succeeded; answers its TCP connection. */
    static Connection<?> upgraded() {
        Connection<?> connection = Objects.requireNonNull(CURRENT.get(), "connection");
        UPGRADED.set(connection, true);
        IdleTimeoutFilter.setCustomTimeout(connection, NEVER, TimeUnit.SECONDS);
        return connection;
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) throws IOException {
        Connection<?> connection = ctx.getConnection();
        HttpContent content = ctx.getMessage();
        if (UPGRADED.isSet(connection)) {
            return super.handleRead(ctx);
        }
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        if (!rules.concern(request)) {
            return ctx.getInvokeAction();
        }
        Optional<Refusal> refusal = rules.refusal(request);
        if (refusal.isPresent()) {
            LOG.info(
                    "a handshake is refused with {}: {}",
                    refusal.get().status(),
                    refusal.get().message());
            return refuse(ctx, request.getResponse(), refusal.get());
        }
        return upgrade(ctx);
    }

    /** A connection whose handshake Tyrus does not take after all has no further one: it is closed. */
    private NextAction upgrade(FilterChainContext ctx) throws IOException {
        Connection<?> connection = ctx.getConnection();
        CURRENT.set(connection);
        try {
            return super.handleRead(ctx);
        } finally {
            CURRENT.remove();
            if (!UPGRADED.isSet(connection)) {
                connection.closeSilently();
            }
        }
    }

    @SuppressWarnings("rawtypes") // as Grizzly declares them
    private static NextAction refuse(FilterChainContext ctx, HttpResponsePacket response, Refusal refusal) {
        Buffer body = Buffers.wrap(ctx.getMemoryManager(), refusal.message() + "\n", StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType("text/plain; charset=utf-8");
        response.setContentLength(body.remaining());
        response.setHeader("Connection", "close");
        response.setHeader("X-Content-Type-Options", "nosniff");
        refusal.headers().forEach(response::setHeader);
        Connection<?> connection = ctx.getConnection();
        ctx.write(
                null,
                HttpContent.builder(response).content(body).last(true).build(),
                new EmptyCompletionHandler<WriteResult>() {
                    @Override
                    public void completed(WriteResult result) {
                        connection.closeSilently();
                    }
                });
        return ctx.getStopAction();
    }
}
