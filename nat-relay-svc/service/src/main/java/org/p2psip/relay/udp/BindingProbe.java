package org.p2psip.relay.udp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.binding.BindingClientTransaction;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;

/**
 * A STUN client on a channel of its own, which asks a server as any client does. One question at a time: a new one
 * takes the place of one without an answer.
 */
public final class BindingProbe extends SimpleChannelInboundHandler<DatagramPacket> {
    private final SecureRandom random = new SecureRandom();

    // only the event loop touches it
    private Optional<Question> open = Optional.empty();

    private record Question(BindingClientTransaction transaction, UniEmitter<? super Reply> asker) {}

    /**
     * Asks once. Without an answer it never ends: waiting no longer than makes sense is the caller's.
     *
     * @param channel the one that this is the handler of
     */
    public Uni<Reply> ask(Channel channel, InetSocketAddress server) {
        return Uni.createFrom().emitter(asker -> channel.eventLoop().execute(() -> send(channel, server, asker)));
    }

    private void send(Channel channel, InetSocketAddress server, UniEmitter<? super Reply> asker) {
        BindingClientTransaction transaction = new BindingClientTransaction(TransactionId.random(random));
        open = Optional.of(new Question(transaction, asker));
        channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(transaction.request()), server))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        asker.fail(sent.cause());
                    }
                });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        open.ifPresent(question -> question.transaction()
                .receive(datagram.content().nioBuffer())
                .ifPresent(reply -> {
                    open = Optional.empty();
                    question.asker().complete(reply);
                }));
    }
}
