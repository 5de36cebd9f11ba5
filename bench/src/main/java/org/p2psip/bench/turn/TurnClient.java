package org.p2psip.bench.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.auth.MessageIntegrity;
import org.p2psip.relay.stun.auth.PasswordAlgorithm;
import org.p2psip.relay.turn.PeerTransport;
import org.p2psip.relay.turn.TurnMethod;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** A client with an allocation and one peer. Set up before the load, given up after it. */
final class TurnClient implements AutoCloseable {
    private static final int ATTEMPTS = 25;

    private static final int RETRY_MILLIS = 200;
    private static final int SOCKET_OCTETS = 1 << 20;

    private final RandomGenerator random;
    private final DatagramChannel socket;
    private final ByteBuffer in = ByteBuffer.allocateDirect(2_048);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int payloadAt;
    private String realm = "";
    private String nonce = "";

    /**
     * Makes an allocation.
     *
     * @param local its own address
     */
    TurnClient(InetSocketAddress server, InetSocketAddress local, RandomGenerator random) throws IOException {
        this.random = random;
        socket = DatagramChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_OCTETS);
        socket.bind(local);
        socket.connect(server);
        socket.configureBlocking(false);
        Attribute udp = new RequestedTransport(PeerTransport.UDP.protocol()).encode();
        StunMessage challenge = ask(message(TurnMethod.ALLOCATE, TransactionId.random(random), List.of(udp)));
        realm = text(challenge, Realm.TYPE);
        nonce = text(challenge, Nonce.TYPE);
        must(TurnMethod.ALLOCATE, TransactionId.random(random), List.of(udp));
    }

    /** Gets ready to send to a peer: by a permission, and a channel where that is wanted. */
    void reach(InetSocketAddress peer, boolean channels, int number) throws IOException {
        TransactionId id = TransactionId.random(random);
        must(TurnMethod.CREATE_PERMISSION, id, List.of(new XorPeerAddress(peer).encode(id)));
        int channel = ChannelNumber.FIRST + number % (ChannelNumber.LAST - ChannelNumber.FIRST);
        if (channels) {
            TransactionId bind = TransactionId.random(random);
            must(
                    TurnMethod.CHANNEL_BIND,
                    bind,
                    List.of(new ChannelNumber(channel).encode(), new XorPeerAddress(peer).encode(bind)));
        }
        byte[] payload = new byte[TurnScenario.PAYLOAD_OCTETS];
        byte[] message = channels
                ? ByteBuffer.allocate(4 + payload.length)
                        .putInt(channel << 16 | payload.length)
                        .array()
                : new StunMessage(
                                TurnMethod.SEND.type(MessageClass.INDICATION),
                                id,
                                List.of(new XorPeerAddress(peer).encode(id), Data.encode(payload)),
                                false)
                        .encode();
        out = ByteBuffer.allocateDirect(message.length).put(message);
        payloadAt = message.length - payload.length;
    }

    void register(Selector selector) throws IOException {
        socket.register(selector, SelectionKey.OP_READ, this);
    }

    /** Sends a message that says when it was sent; false when the system has no room for it. */
    boolean send(long nowNanos) throws IOException {
        out.clear();
        out.putLong(payloadAt, nowNanos);
        return socket.write(out) > 0;
    }

    /** When the next message that has come back was sent; 0 when there is none. */
    long receive() throws IOException {
        in.clear();
        int octets = socket.read(in);
        return octets < TurnScenario.PAYLOAD_OCTETS ? 0 : in.getLong(octets - TurnScenario.PAYLOAD_OCTETS);
    }

    private static String text(StunMessage challenge, int type) throws IOException {
        return new String(
                challenge
                        .first(type)
                        .orElseThrow(
                                () -> new IOException("the server challenges without realm or nonce: " + challenge))
                        .value(),
                StandardCharsets.UTF_8);
    }

    private void must(TurnMethod method, TransactionId id, List<Attribute> attributes) throws IOException {
        List<Attribute> all = new ArrayList<>(attributes);
        all.add(new Username(TurnTarget.USER).encode());
        all.add(new Realm(realm).encode());
        all.add(new Nonce(nonce).encode());
        byte[] key = PasswordAlgorithm.MD5.key(TurnTarget.USER, realm, TurnTarget.PASSWORD);
        StunMessage answer = ask(MessageIntegrity.SHA1.sign(message(method, id, all), key));
        if (answer.type().messageClass() != MessageClass.SUCCESS_RESPONSE) {
            throw new IOException(method + " is refused: " + answer);
        }
    }

    private static StunMessage message(TurnMethod method, TransactionId id, List<Attribute> attributes) {
        return new StunMessage(method.type(MessageClass.REQUEST), id, attributes, false);
    }

    /** Sends a request, again and again, until its answer is there. */
    private StunMessage ask(StunMessage request) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(request.encode());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            socket.write(octets.rewind());
            long end = System.nanoTime() + RETRY_MILLIS * 1_000_000L;
            while (System.nanoTime() - end < 0) {
                in.clear();
                if (socket.read(in) > 0
                        && StunDecoder.decode(in.flip()) instanceof StunMessage answer
                        && answer.transactionId().equals(request.transactionId())) {
                    return answer;
                }
                Thread.onSpinWait();
            }
        }
        throw new IOException("the server does not answer a client");
    }

    /** Goes without a word: the allocation stays until its time is over. */
    void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        try {
            must(TurnMethod.REFRESH, TransactionId.random(random), List.of(new Lifetime(0).encode()));
        } finally {
            socket.close();
        }
    }
}
