package org.p2psip.relay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.relay.turn.TurnHarness.ALICE;
import static org.p2psip.relay.turn.TurnHarness.PEER;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
import org.p2psip.relay.turn.FiveTuple.Transport;
import org.p2psip.relay.turn.TurnConfig.Limits;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.EvenPort;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.ReservationToken;
import org.p2psip.relay.turn.attribute.XorPeerAddress;
import org.p2psip.relay.turn.data.SendIndication;

/**
 * Mutated requests and indications from one seed, signed and not: nothing throws, and what the server holds afterwards
 * is what it may hold. 100 000, and 1 000 000 with {@code -Dlong.tests=true}.
 */
class MutatedTurnTest {
    private static final long SEED = 8_656;
    private static final int ROUNDS = Boolean.getBoolean("long.tests") ? 1_000_000 : 100_000;
    private static final byte[] KEY = PasswordAlgorithm.MD5.key("alice", TurnHarness.REALM, "wonder");

    private final Random random = new Random(SEED);
    private final TurnHarness turn = new TurnHarness(new Limits(600, 3_600, 8, 8, 8, 0), Map.of(), 1_000_000);
    private final List<PeerConnection> lastConnections = new ArrayList<>();
    private final SendIndication send = new SendIndication();

    private List<Attribute> attributes(TransactionId id) {
        List<Attribute> all = new ArrayList<>(List.of(
                new RequestedTransport(PeerTransport.UDP.protocol()).encode(),
                new RequestedTransport(PeerTransport.TCP.protocol()).encode(),
                new ConnectionId(someConnection()).encode(),
                new Lifetime(random.nextBoolean() ? 0 : random.nextInt(5_000)).encode(),
                new XorPeerAddress(PEER).encode(id),
                new XorPeerAddress(new InetSocketAddress("2001:db8::9", 9)).encode(id),
                new ChannelNumber(0x4000 + random.nextInt(12)).encode(),
                new EvenPort(random.nextBoolean()).encode(),
                new ReservationToken(random.nextLong()).encode(),
                AddressFamily.IPV6.encode(AddressFamily.REQUESTED_TYPE),
                AddressFamily.IPV6.encode(AddressFamily.ADDITIONAL_TYPE),
                DontFragment.encode(),
                Data.encode(new byte[random.nextInt(40)])));
        Collections.shuffle(all, random);
        return new ArrayList<>(all.subList(0, 1 + random.nextInt(4)));
    }

    private int someConnection() {
        return lastConnections.isEmpty()
                ? random.nextInt()
                : lastConnections.get(random.nextInt(lastConnections.size())).id();
    }

    /** Peers answer some of what the relay has asked them, and go away again. */
    private void peersAct() {
        if (!turn.connecting.isEmpty()) {
            PeerConnection connection = turn.connecting.getFirst();
            if (random.nextBoolean()) {
                turn.connected(connection);
                lastConnections.add(connection);
            } else {
                turn.closed(connection);
            }
        }
        if (lastConnections.size() > 3) {
            turn.closed(lastConnections.removeFirst());
        }
    }

    /** A message whose attributes make little sense together; half of them are signed with the right password. */
    private byte[] message(String nonce) {
        TransactionId id = turn.newId();
        TurnMethod method = TurnMethod.values()[random.nextInt(TurnMethod.values().length)];
        MessageClass messageClass = random.nextInt(4) > 0 ? MessageClass.REQUEST : MessageClass.INDICATION;
        List<Attribute> attributes = attributes(id);
        boolean signed = random.nextBoolean();
        if (signed) {
            attributes.add(new Username("alice").encode());
            attributes.add(new Realm(TurnHarness.REALM).encode());
            attributes.add(new Nonce(nonce).encode());
        }
        for (int i = 0; i < attributes.size(); i++) {
            if (random.nextInt(12) == 0) {
                byte[] value = attributes.get(i).value();
                int octets = random.nextInt(value.length + 4);
                attributes.set(i, new Attribute(attributes.get(i).type(), Arrays.copyOf(value, octets)));
            }
        }
        StunMessage message = new StunMessage(method.type(messageClass), id, attributes, random.nextBoolean());
        return (signed ? MessageIntegrity.SHA1.sign(message, KEY) : message).encode();
    }

    private byte[] mutate(byte[] message) {
        byte[] changed = message.clone();
        if (random.nextInt(3) > 0) {
            return changed;
        }
        if (random.nextBoolean()) {
            changed = Arrays.copyOf(changed, random.nextInt(changed.length + 8));
        }
        for (int i = random.nextInt(4); i > 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }

    @Test
    void nothingThatIsReceivedThrowsOrTakesMoreThanItMay() {
        String nonce = Nonce.decode(turn.send(
                                ALICE,
                                new StunMessage(
                                        TurnMethod.ALLOCATE.type(MessageClass.REQUEST), turn.newId(), List.of(), false))
                        .first(Nonce.TYPE)
                        .orElseThrow())
                .orElseThrow()
                .text();
        int answers = 0;
        for (int round = 0; round < ROUNDS; round++) {
            FiveTuple from = new FiveTuple(
                    random.nextBoolean() ? Transport.UDP : Transport.TCP,
                    new InetSocketAddress(ALICE.client().getAddress(), 1 + random.nextInt(5)),
                    TurnHarness.SERVER);
            byte[] datagram = mutate(message(nonce));
            send.read(ByteBuffer.wrap(datagram));
            if (StunDecoder.decode(ByteBuffer.wrap(datagram)) instanceof StunMessage message) {
                answers += turn.deliver(from, message, datagram).size();
            }
            peersAct();
            if (round % 1_000 == 0) {
                turn.advanceMillis(200);
            }
            assertThat(turn.commons.quotas().held()).isBetween(0, 4);
        }
        assertThat(answers).isGreaterThan(ROUNDS / 10);
        assertThat(turn.commons.counts().of(TurnCounts.Kind.ALLOCATED)).isGreaterThan(ROUNDS / 5_000);
        assertThat(turn.commons.counts().of(TurnCounts.Kind.CHANNEL_BOUND)).isPositive();
        assertThat(turn.commons.counts().of(TurnCounts.Kind.CONNECTED)).isPositive();
        assertThat(turn.spliced).isNotEmpty();
        turn.advance(4_000);
        turn.advance(31);
        assertThat(turn.open).isEmpty();
        assertThat(turn.commons.quotas().held()).isZero();
        assertThat(turn.commons.pendingConnections().held()).isZero();
        for (AddressFamily family : AddressFamily.values()) {
            assertThat(turn.commons.ports().get(family).held()).isZero();
        }
    }
}
