package org.p2psip.edge.service.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.service.Counts;

/** The HTTP request that a WebSocket begins with (RFC 6455 section 4.2, RFC 7118 section 4): upgraded, or told why not. */
public final class WebSocketUpgrade extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** The event that the connection carries SIP from now on. */
    public enum Event {
        UPGRADED
    }

    private static final String SUBPROTOCOL = "sip";
    private static final int MAX_REQUEST_LINE = 4_096;
    private static final int MAX_HEADERS = 16_384;
    private static final int MAX_HTTP_BODY = 1_024;
    private static final String CODEC = "http";
    private static final String BODY = "http-body";

    private final Set<String> allowedOrigins;
    private final Counts<WebSocketCounter> counts;

    private WebSocketUpgrade(Set<String> allowedOrigins, Counts<WebSocketCounter> counts) {
        this.allowedOrigins = allowedOrigins;
        this.counts = counts;
    }

    /**
     * Lets a connection begin with HTTP.
     *
     * @param allowedOrigins lower case; empty for any
     */
    public static void begin(ChannelPipeline pipeline, Set<String> allowedOrigins, Counts<WebSocketCounter> counts) {
        pipeline.addLast(CODEC, new HttpServerCodec(MAX_REQUEST_LINE, MAX_HEADERS, MAX_HTTP_BODY));
        pipeline.addLast(BODY, new HttpObjectAggregator(MAX_HTTP_BODY));
        pipeline.addLast(new WebSocketUpgrade(allowedOrigins, counts));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()
                || !HttpMethod.GET.equals(request.method())
                || !asksForUpgrade(request)) {
            counts.add(WebSocketCounter.REFUSED_REQUEST);
            refuse(
                    context,
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    "This port speaks SIP over WebSocket (RFC 7118) and nothing else.");
        } else if (!offersSip(request)) {
            counts.add(WebSocketCounter.REFUSED_SUBPROTOCOL);
            refuse(
                    context,
                    HttpResponseStatus.BAD_REQUEST,
                    "Sec-WebSocket-Protocol has to offer \"sip\" (RFC 7118 section 4.1).");
        } else if (!isAllowedOrigin(request)) {
            counts.add(WebSocketCounter.REFUSED_ORIGIN);
            refuse(
                    context,
                    HttpResponseStatus.FORBIDDEN,
                    "Pages of this Origin are not allowed here; p2psip.sip.ws.allowed-origins names those that are.");
        } else {
            upgrade(context, request);
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        null,
                        SUBPROTOCOL,
                        WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(SipParser.MAX_MESSAGE_BYTES)
                                .build())
                .newHandshaker(request);
        if (handshaker == null) {
            counts.add(WebSocketCounter.REFUSED_REQUEST);
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel())
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        try {
            handshaker.handshake(context.channel(), request);
        } catch (WebSocketHandshakeException e) {
            counts.add(WebSocketCounter.REFUSED_REQUEST);
            refuse(context, HttpResponseStatus.BAD_REQUEST, "The WebSocket handshake is malformed: " + e.getMessage());
            return;
        }
        counts.add(WebSocketCounter.UPGRADES);
        ChannelPipeline pipeline = context.pipeline();
        pipeline.replace(this, "frames", new WebSocketFrameAggregator(SipParser.MAX_MESSAGE_BYTES));
        pipeline.addAfter("frames", "messages", new WebSocketMessages(counts));
        pipeline.fireUserEventTriggered(Event.UPGRADED);
    }

    private static boolean asksForUpgrade(FullHttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static boolean offersSip(FullHttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL, true);
    }

    /** Only browsers send an Origin, and they cannot be made to lie about it; other clients are not meant. */
    private boolean isAllowedOrigin(FullHttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        return allowedOrigins.isEmpty() || origin == null || allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status, String why) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(why + "\r\n", StandardCharsets.US_ASCII));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
