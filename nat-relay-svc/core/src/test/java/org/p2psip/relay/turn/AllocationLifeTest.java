package org.p2psip.relay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.relay.turn.TurnHarness.ALICE;
import static org.p2psip.relay.turn.TurnHarness.BOB;
import static org.p2psip.relay.turn.TurnHarness.PEER;
import static org.p2psip.relay.turn.TurnHarness.assertSuccess;
import static org.p2psip.relay.turn.TurnHarness.code;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.TurnConfig.Limits;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.ChannelBinding;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

/** What happens to an allocation after it was made: Refresh, CreatePermission, ChannelBind, and time. */
class AllocationLifeTest {
    private final TurnHarness turn = new TurnHarness();

    private Attribute[] peers(TransactionId id, InetSocketAddress... peers) {
        return List.of(peers).stream()
                .map(peer -> new XorPeerAddress(peer).encode(id))
                .toArray(Attribute[]::new);
    }

    private StunMessage permit(InetSocketAddress... peers) {
        TransactionId id = turn.newId();
        return turn.request(ALICE, "alice", TurnMethod.CREATE_PERMISSION, id, peers(id, peers));
    }

    private StunMessage bind(int number, InetSocketAddress peer) {
        TransactionId id = turn.newId();
        return turn.request(
                ALICE, "alice", TurnMethod.CHANNEL_BIND, id, new ChannelNumber(number).encode(), peers(id, peer)[0]);
    }

    private boolean permits(InetSocketAddress peer) {
        return turn.allocation(ALICE).permits(peer.getAddress(), turn.now().nanos());
    }

    private boolean isOpen(int number) {
        ChannelBinding binding = turn.allocation(ALICE).channel(number);
        return binding != null && binding.isOpen(turn.now().nanos());
    }

    private static InetSocketAddress peer(int last) {
        return new InetSocketAddress("203.0.113." + last, 5_000);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"REFRESH", "CREATE_PERMISSION", "CHANNEL_BIND"})
    void requestWithoutAllocationIsAMismatch(TurnMethod method) {
        assertThat(code(turn.request(ALICE, "alice", method))).isEqualTo(437);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"REFRESH", "CREATE_PERMISSION", "CHANNEL_BIND"})
    void allocationIsChangedByItsMakerOnly(TurnMethod method) {
        turn.allocate(ALICE, "alice");
        assertThat(code(turn.request(ALICE, "bob", method))).isEqualTo(441);
    }

    @Test
    void refreshGivesItALongerLife() {
        turn.allocate(ALICE, "alice");
        turn.advance(500);
        StunMessage answer = turn.request(ALICE, "alice", TurnMethod.REFRESH, new Lifetime(1_000).encode());
        assertThat(answer.first(Lifetime.TYPE).flatMap(Lifetime::decode)).contains(new Lifetime(1_000));
        turn.advance(999);
        assertThat(turn.open).hasSize(1);
        turn.advance(1);
        assertThat(turn.open).isEmpty();
    }

    @Test
    void refreshWithLifetimeZeroEndsItAndTheClientMayBeginAgain() {
        turn.allocate(ALICE, "alice");
        assertSuccess(turn.request(ALICE, "alice", TurnMethod.REFRESH, new Lifetime(0).encode()));
        assertThat(turn.open).isEmpty();
        assertThat(turn.commons.counts().of(Kind.RELEASED)).isEqualTo(1);
        assertSuccess(turn.allocate(ALICE, "alice"));
        turn.advance(599);
        assertThat(turn.open).hasSize(1);
    }

    @Test
    void oneFamilyOfTwoMayBeGivenUp() {
        turn.allocate(ALICE, "alice", AddressFamily.IPV6.encode(AddressFamily.ADDITIONAL_TYPE));
        Attribute ipv4 = AddressFamily.IPV4.encode(AddressFamily.REQUESTED_TYPE);
        assertSuccess(turn.request(ALICE, "alice", TurnMethod.REFRESH, new Lifetime(0).encode(), ipv4));
        assertThat(turn.open).extracting(Command.RelayPort::family).containsExactly(AddressFamily.IPV6);
        assertThat(code(turn.request(ALICE, "alice", TurnMethod.REFRESH, ipv4))).isEqualTo(443);
        assertThat(turn.commons.quotas().held()).isEqualTo(1);
    }

    @Test
    void connectionThatBreaksTakesItsAllocationAlong() {
        turn.allocate(ALICE, "alice");
        assertThat(turn.server.disconnected(ALICE)).hasSize(1);
        assertThat(turn.server.disconnected(ALICE)).isEmpty();
        assertThat(turn.commons.quotas().held()).isZero();
    }

    @Test
    void permissionIsForAnAddressWhateverThePortAndLivesFiveMinutes() {
        turn.allocate(ALICE, "alice");
        assertThat(permits(PEER)).isFalse();
        assertSuccess(permit(PEER));
        assertThat(permits(new InetSocketAddress(PEER.getAddress(), 9))).isTrue();
        assertThat(permits(peer(10))).isFalse();
        turn.advance(299);
        assertThat(permits(PEER)).isTrue();
        turn.advance(1);
        assertThat(permits(PEER)).isFalse();
    }

    @Test
    void permissionIsRefreshedByTheSameRequest() {
        turn.allocate(ALICE, "alice");
        permit(PEER);
        turn.advance(200);
        permit(PEER);
        turn.advance(299);
        assertThat(permits(PEER)).isTrue();
    }

    @Test
    void permissionsAreMadeForAllPeersOfARequestOrForNone() {
        turn.allocate(ALICE, "alice");
        assertThat(code(permit(peer(1), new InetSocketAddress("127.0.0.1", 1)))).isEqualTo(403);
        assertThat(code(permit(peer(1), new InetSocketAddress("2001:db8::1", 1))))
                .isEqualTo(443);
        assertThat(code(permit())).isEqualTo(400);
        assertThat(code(turn.request(
                        ALICE, "alice", TurnMethod.CREATE_PERMISSION, new Attribute(XorPeerAddress.TYPE, new byte[3]))))
                .isEqualTo(400);
        assertThat(permits(peer(1))).isFalse();
        assertSuccess(permit(peer(1), peer(2), peer(3)));
        assertThat(IntStream.rangeClosed(1, 3).allMatch(last -> permits(peer(last))))
                .isTrue();
    }

    @Test
    void permissionsAreBoundedAndTheirPlacesFreeAgain() {
        turn.allocate(ALICE, "alice");
        assertSuccess(permit(peer(1), peer(2), peer(3)));
        assertThat(code(permit(peer(4)))).isEqualTo(508);
        assertSuccess(permit(peer(2)));
        turn.advance(300);
        assertSuccess(permit(peer(4)));
    }

    @Test
    void channelCarriesToItsPeerAndFromItForTenMinutesIfThePermissionIsKept() {
        turn.allocate(ALICE, "alice");
        assertSuccess(bind(0x4000, PEER));
        assertThat(turn.allocation(ALICE).channel(PEER).number()).isEqualTo(0x4000);
        assertThat(turn.allocation(ALICE).channel(0x4000).peer()).isEqualTo(PEER);
        assertThat(isOpen(0x4000)).isTrue();
        turn.advance(300);
        assertThat(isOpen(0x4000)).isFalse();
        permit(PEER);
        assertThat(isOpen(0x4000)).isTrue();
        turn.request(ALICE, "alice", TurnMethod.REFRESH);
        turn.advance(299);
        assertThat(isOpen(0x4000)).isTrue();
        permit(PEER);
        turn.advance(1);
        assertThat(isOpen(0x4000)).isFalse();
        assertThat(permits(PEER)).isTrue();
    }

    @Test
    void channelIsRefreshedWithItsPermission() {
        turn.allocate(ALICE, "alice", new Lifetime(3_600).encode());
        for (int i = 0; i < 10; i++) {
            assertSuccess(bind(0x4000, PEER));
            turn.advance(299);
            assertThat(isOpen(0x4000)).isTrue();
        }
    }

    @Test
    void channelStaysWithItsPeerAndThePeerWithItsChannel() {
        turn.allocate(ALICE, "alice");
        assertSuccess(bind(0x4000, PEER));
        assertThat(code(bind(0x4000, peer(1)))).isEqualTo(400);
        assertThat(code(bind(0x4001, PEER))).isEqualTo(400);
        turn.request(ALICE, "alice", TurnMethod.REFRESH, new Lifetime(3_600).encode());
        turn.advance(600);
        assertSuccess(bind(0x4000, peer(1)));
        assertSuccess(bind(0x4001, PEER));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x3FFF, 0x7FFF, 0x8000, 0xFFFF})
    void numberThatIsNoChannelIsABadRequest(int number) {
        turn.allocate(ALICE, "alice");
        assertThat(code(bind(number, PEER))).isEqualTo(400);
    }

    @Test
    void channelsAreBoundedAndTheirPeersChecked() {
        turn.allocate(ALICE, "alice");
        assertThat(code(bind(0x4000, new InetSocketAddress("169.254.169.254", 80))))
                .isEqualTo(403);
        assertThat(code(bind(0x4000, new InetSocketAddress("2001:db8::1", 80)))).isEqualTo(443);
        assertSuccess(bind(0x4000, peer(1)));
        assertSuccess(bind(0x4001, peer(2)));
        assertThat(code(bind(0x4002, peer(3)))).isEqualTo(508);
        assertThat(code(turn.request(ALICE, "alice", TurnMethod.CHANNEL_BIND))).isEqualTo(400);
    }

    @Test
    void manyChannelsAreFoundByNumberAndByPeer() {
        TurnHarness roomy = new TurnHarness(new Limits(600, 3_600, 300, 300, 3, 0), Map.of());
        roomy.allocate(ALICE, "alice");
        Allocation allocation = roomy.allocation(ALICE);
        long now = roomy.now().nanos();
        IntStream.range(0, 200).forEach(i -> allocation.bind(0x4000 + 7 * i, peer(i), now));
        assertThat(allocation.channels()).isEqualTo(200);
        for (int i = 0; i < 200; i++) {
            assertThat(allocation.channel(0x4000 + 7 * i).peer()).isEqualTo(peer(i));
            assertThat(allocation.channel(peer(i)).number()).isEqualTo(0x4000 + 7 * i);
        }
        assertThat(allocation.channel(0x4001)).isNull();
        assertThat(allocation.channel(peer(201))).isNull();
    }

    @Test
    void rateLetsItsOctetsPassInASecond() {
        TurnHarness slow = new TurnHarness(new Limits(600, 3_600, 3, 3, 3, 1_000), Map.of());
        slow.allocate(BOB, "bob");
        Allocation allocation = slow.allocation(BOB);
        assertThat(allocation.admits(600, slow.now().nanos())).isTrue();
        assertThat(allocation.admits(600, slow.now().nanos())).isFalse();
        assertThat(allocation.admits(400, slow.now().nanos())).isTrue();
        slow.advance(1);
        assertThat(allocation.admits(1_000, slow.now().nanos())).isTrue();
        InetAddress anybody = PEER.getAddress();
        assertThat(allocation.permits(anybody, slow.now().nanos())).isFalse();
    }
}
