package org.p2psip.relay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.relay.turn.TurnHarness.PEER;
import static org.p2psip.relay.turn.TurnHarness.SERVER;
import static org.p2psip.relay.turn.TurnHarness.assertSuccess;
import static org.p2psip.relay.turn.TurnHarness.code;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.FiveTuple.Transport;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.EvenPort;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.ReservationToken;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** TCP between relay and peer (RFC 6062). */
class TcpAllocationTest {
    private static final FiveTuple CONTROL = stream(40_000);
    private static final FiveTuple DATA = stream(40_001);
    private static final Attribute TCP = new RequestedTransport(6).encode();

    private final TurnHarness turn = new TurnHarness();

    private static FiveTuple stream(int port) {
        return new FiveTuple(Transport.TCP, new InetSocketAddress("192.0.2.1", port), SERVER);
    }

    private StunMessage allocate() {
        return turn.request(CONTROL, "alice", TurnMethod.ALLOCATE, TCP);
    }

    private List<StunMessage> connect(InetSocketAddress peer) {
        TransactionId id = turn.newId();
        return turn.requestAll(CONTROL, "alice", TurnMethod.CONNECT, id, new XorPeerAddress(peer).encode(id));
    }

    private void permit(InetSocketAddress peer) {
        TransactionId id = turn.newId();
        assertSuccess(
                turn.request(CONTROL, "alice", TurnMethod.CREATE_PERMISSION, id, new XorPeerAddress(peer).encode(id)));
    }

    private StunMessage bind(FiveTuple from, String user, Attribute... id) {
        return turn.request(from, user, TurnMethod.CONNECTION_BIND, id);
    }

    private static ConnectionId id(StunMessage message) {
        return message.first(ConnectionId.TYPE).flatMap(ConnectionId::decode).orElseThrow();
    }

    /** An allocation whose connection with the peer waits for its client. */
    private StunMessage pending() {
        assertSuccess(allocate());
        assertThat(connect(PEER)).isEmpty();
        StunMessage connected = turn.connected(turn.connecting.getFirst()).getFirst();
        assertSuccess(connected);
        return connected;
    }

    @Test
    void connectIsAnsweredWhenThePeerHasAccepted() {
        StunMessage connected = pending();
        assertThat(connected.first(ConnectionId.TYPE)).isPresent();
        assertThat(turn.commons.pendingConnections().held()).isEqualTo(1);
    }

    @Test
    void connectionOfTheSameUserIsBoundOnce() {
        Attribute id = id(pending()).encode();
        assertThat(code(bind(DATA, "bob", id))).isEqualTo(441);
        assertSuccess(bind(DATA, "alice", id));
        assertThat(turn.spliced).extracting(Command.Splice::client).containsExactly(DATA);
        assertThat(turn.spliced.getFirst().connection().peer()).isEqualTo(PEER);
        assertThat(code(bind(stream(40_002), "alice", id))).isEqualTo(400);
        turn.advance(31);
        assertThat(turn.closed).isEmpty();
    }

    @Test
    void bindNeedsAConnectionThatWaitsAndAStreamWithoutAnAllocation() {
        ConnectionId id = id(pending());
        assertThat(code(bind(DATA, "alice"))).isEqualTo(400);
        assertThat(code(bind(DATA, "alice", new ConnectionId(id.id() + 1).encode())))
                .isEqualTo(400);
        assertThat(code(bind(DATA, "alice", new Attribute(ConnectionId.TYPE, new byte[5]))))
                .isEqualTo(400);
        assertThat(code(bind(CONTROL, "alice", id.encode()))).isEqualTo(400);
        assertThat(code(bind(TurnHarness.ALICE, "alice", id.encode()))).isEqualTo(400);
        assertThat(turn.spliced).isEmpty();
    }

    @Test
    void secondConnectToTheSamePeerIsRefusedAndARetransmissionIsNot() {
        assertSuccess(allocate());
        TransactionId id = turn.newId();
        Attribute peer = new XorPeerAddress(PEER).encode(id);
        assertThat(turn.requestAll(CONTROL, "alice", TurnMethod.CONNECT, id, peer))
                .isEmpty();
        assertThat(turn.requestAll(CONTROL, "alice", TurnMethod.CONNECT, id, peer))
                .isEmpty();
        assertThat(turn.connecting).hasSize(1);
        assertThat(code(connect(PEER).getFirst())).isEqualTo(446);
        PeerConnection connection = turn.connecting.getFirst();
        turn.connected(connection);
        assertThat(code(connect(PEER).getFirst())).isEqualTo(446);
        turn.closed(connection);
        assertThat(connect(PEER)).isEmpty();
    }

    @Test
    void peerThatRefusesAndPeerThatIsSilentForHalfAMinuteAreAFailure() {
        assertSuccess(allocate());
        connect(PEER);
        assertThat(code(turn.closed(turn.connecting.getFirst()).getFirst())).isEqualTo(447);
        connect(PEER);
        PeerConnection silent = turn.connecting.getFirst();
        assertThat(turn.advance(29)).isEmpty();
        assertThat(turn.server.nextDeadlineNanos().orElseThrow())
                .isEqualTo(turn.now().in(1));
        assertThat(code(turn.advance(1).getFirst())).isEqualTo(447);
        assertThat(turn.closed).containsExactly(silent);
        // the peer's answer was on its way
        assertThat(turn.connected(silent)).isEmpty();
        assertThat(turn.commons.counts().of(Kind.CONNECTION_REFUSED)).isEqualTo(2);
    }

    @Test
    void connectionThatNobodyBindsIsClosedHalfAMinuteAfterItWasMade() {
        assertSuccess(allocate());
        connect(PEER);
        turn.advance(20);
        PeerConnection connection = turn.connecting.getFirst();
        ConnectionId id = id(turn.connected(connection).getFirst());
        turn.advance(29);
        assertThat(turn.closed).isEmpty();
        turn.advance(1);
        assertThat(turn.closed).containsExactly(connection);
        assertThat(code(bind(DATA, "alice", id.encode()))).isEqualTo(400);
        assertThat(turn.commons.pendingConnections().held()).isZero();
    }

    @Test
    void peerThatConnectsIsAnnouncedIfItIsPermitted() {
        assertSuccess(allocate());
        PeerConnection stranger = new PeerConnection(turn.allocation(CONTROL), PEER);
        assertThat(turn.accepted(stranger)).isEmpty();
        assertThat(turn.closed).containsExactly(stranger);
        permit(PEER);
        StunMessage attempt = turn.accepted(new PeerConnection(turn.allocation(CONTROL), PEER))
                .getFirst();
        assertThat(attempt.type().method()).isEqualTo(TurnMethod.CONNECTION_ATTEMPT.number());
        assertThat(attempt.first(XorPeerAddress.TYPE)
                        .flatMap(value -> XorPeerAddress.decode(value, attempt.transactionId())))
                .contains(new XorPeerAddress(PEER));
        assertSuccess(bind(DATA, "alice", id(attempt).encode()));
    }

    @Test
    void allocationHasNoMoreConnectionsThanItMay() {
        assertSuccess(allocate());
        permit(PEER);
        for (int port = 1; port <= 3; port++) {
            assertThat(connect(new InetSocketAddress(PEER.getAddress(), port))).isEmpty();
        }
        assertThat(code(connect(PEER).getFirst())).isEqualTo(508);
        PeerConnection oneTooMany = new PeerConnection(turn.allocation(CONTROL), PEER);
        assertThat(turn.accepted(oneTooMany)).isEmpty();
        assertThat(turn.closed).containsExactly(oneTooMany);
    }

    @Test
    void policyAndFamilyOfThePeerAreLookedAt() {
        assertSuccess(allocate());
        assertThat(code(connect(new InetSocketAddress("127.0.0.1", 1)).getFirst()))
                .isEqualTo(403);
        assertThat(code(connect(new InetSocketAddress("2001:db8::1", 1)).getFirst()))
                .isEqualTo(443);
        assertThat(code(turn.request(CONTROL, "alice", TurnMethod.CONNECT))).isEqualTo(400);
        assertThat(code(turn.request(DATA, "alice", TurnMethod.CONNECT))).isEqualTo(437);
    }

    @Test
    void connectionsEndWithTheirAllocation() {
        pending();
        connect(new InetSocketAddress(PEER.getAddress(), 1));
        List<PeerConnection> both = List.copyOf(turn.allocation(CONTROL).connections());
        List<StunMessage> answers =
                turn.requestAll(CONTROL, "alice", TurnMethod.REFRESH, turn.newId(), new Lifetime(0).encode());
        assertThat(answers).hasSize(1);
        assertThat(turn.closed).containsExactlyInAnyOrderElementsOf(both);
        assertThat(turn.commons.pendingConnections().held()).isZero();
        assertThat(turn.commons.quotas().held()).isZero();
        assertThat(turn.open).isEmpty();
    }

    @Test
    void clientOverUdpHasNoTcpAllocationAndOneOverUdpNoConnect() {
        assertThat(code(turn.request(TurnHarness.ALICE, "alice", TurnMethod.ALLOCATE, TCP)))
                .isEqualTo(400);
        turn.allocate(TurnHarness.ALICE, "alice");
        TransactionId id = turn.newId();
        Attribute peer = new XorPeerAddress(PEER).encode(id);
        assertThat(code(turn.request(TurnHarness.ALICE, "alice", TurnMethod.CONNECT, id, peer)))
                .isEqualTo(400);
    }

    static Stream<Attribute> ofDatagrams() {
        return Stream.of(DontFragment.encode(), new EvenPort(false).encode(), new ReservationToken(1).encode());
    }

    @ParameterizedTest
    @MethodSource("ofDatagrams")
    void whatMakesSenseForDatagramsOnlyIsRefused(Attribute attribute) {
        assertThat(code(turn.request(CONTROL, "alice", TurnMethod.ALLOCATE, TCP, attribute)))
                .isEqualTo(400);
    }

    @Test
    void tcpAllocationHasNoChannels() {
        assertSuccess(allocate());
        TransactionId id = turn.newId();
        assertThat(code(turn.request(
                        CONTROL,
                        "alice",
                        TurnMethod.CHANNEL_BIND,
                        id,
                        new ChannelNumber(0x4000).encode(),
                        new XorPeerAddress(PEER).encode(id))))
                .isEqualTo(400);
        assertThat(turn.allocation(CONTROL).relayed(AddressFamily.IPV4)).isPresent();
    }

    @Test
    void octetsOfAStreamBeyondTheRateAreWaitedFor() {
        TurnHarness slow = new TurnHarness(new TurnConfig.Limits(600, 3_600, 3, 3, 3, 1_000), Map.of());
        slow.request(CONTROL, "alice", TurnMethod.ALLOCATE, TCP);
        long now = slow.now().nanos();
        assertThat(slow.allocation(CONTROL).pay(1_000, now)).isZero();
        assertThat(slow.allocation(CONTROL).pay(500, now)).isEqualTo(500_000_000);
        assertThat(slow.allocation(CONTROL).pay(0, now + 500_000_000)).isZero();
    }
}
