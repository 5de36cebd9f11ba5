package org.p2psip.edge.service.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.p2psip.edge.service.Counts;

/**
 * Frames as messages and back: each frame is one SIP message (RFC 7118 section 5). A message goes out as text, which is
 * what browsers' libraries expect, unless the other side sends binary or the message is no UTF-8.
 */
final class WebSocketMessages extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {
    private final Counts<WebSocketCounter> counts;
    private boolean binary;
    private boolean closing;

    WebSocketMessages(Counts<WebSocketCounter> counts) {
        this.counts = counts;
    }

    @Override
    protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
        switch (frame) {
            case TextWebSocketFrame text -> {
                binary = false;
                out.add(text.content().retain());
            }
            case BinaryWebSocketFrame bytes -> {
                binary = true;
                out.add(bytes.content().retain());
            }
            case PingWebSocketFrame ping -> {
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                heard(context);
            }
            case CloseWebSocketFrame close -> close(context, close.retain());
            default -> heard(context); // a pong
        }
    }

    /** Nothing to read, but a sign of life. */
    private static void heard(ChannelHandlerContext context) {
        context.fireChannelRead(Unpooled.EMPTY_BUFFER);
    }

    @Override
    protected void encode(ChannelHandlerContext context, ByteBuf message, List<Object> out) {
        boolean text = !binary && ByteBufUtil.isText(message, StandardCharsets.UTF_8);
        out.add(text ? new TextWebSocketFrame(message.retain()) : new BinaryWebSocketFrame(message.retain()));
    }

    private void close(ChannelHandlerContext context, CloseWebSocketFrame answer) {
        if (closing) {
            answer.release();
            return;
        }
        closing = true;
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof CodecException) {
            counts.add(WebSocketCounter.BROKEN);
            close(context, new CloseWebSocketFrame(WebSocketCloseStatus.PROTOCOL_ERROR));
        } else {
            super.exceptionCaught(context, cause);
        }
    }
}
