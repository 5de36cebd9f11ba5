package org.p2psip.relay.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.relay.turn.TurnHarness.ALICE;
import static org.p2psip.relay.turn.TurnHarness.BOB;
import static org.p2psip.relay.turn.TurnHarness.LIMITS;
import static org.p2psip.relay.turn.TurnHarness.assertSuccess;
import static org.p2psip.relay.turn.TurnHarness.code;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.AlternateServer;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.turn.TurnCounts.Kind;
import org.p2psip.relay.turn.attribute.AddressErrorCode;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.EvenPort;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.ReservationToken;
import org.p2psip.relay.turn.attribute.XorRelayedAddress;

class AllocateTest {
    private static final Attribute UDP = new RequestedTransport(PeerTransport.UDP.protocol()).encode();
    private static final Attribute REQUEST_IPV6 = AddressFamily.IPV6.encode(AddressFamily.REQUESTED_TYPE);
    private static final Attribute ADD_IPV6 = AddressFamily.IPV6.encode(AddressFamily.ADDITIONAL_TYPE);
    private static final Attribute EVEN = new EvenPort(false).encode();
    private static final Attribute PAIR = new EvenPort(true).encode();
    private static final Attribute TOKEN = new ReservationToken(7).encode();

    private final TurnHarness turn = new TurnHarness();

    private static InetSocketAddress relayed(StunMessage answer) {
        return answer.first(XorRelayedAddress.TYPE)
                .flatMap(value -> XorRelayedAddress.decode(value, answer.transactionId()))
                .orElseThrow()
                .address();
    }

    private static long lifetime(StunMessage answer) {
        return answer.first(Lifetime.TYPE)
                .flatMap(Lifetime::decode)
                .orElseThrow()
                .seconds();
    }

    @Test
    void answerTellsRelayedAndMappedAddressAndLifetime() {
        StunMessage answer = turn.allocate(ALICE, "alice");
        assertSuccess(answer);
        assertThat(relayed(answer).getAddress().getHostAddress()).isEqualTo("198.51.100.7");
        assertThat(turn.open)
                .containsExactly(new Command.RelayPort(
                        AddressFamily.IPV4, relayed(answer).getPort()));
        assertThat(answer.first(XorMappedAddress.TYPE)
                        .flatMap(value -> XorMappedAddress.decode(value, answer.transactionId())))
                .contains(new XorMappedAddress(ALICE.client()));
        assertThat(lifetime(answer)).isEqualTo(600);
        assertThat(turn.commons.counts().of(Kind.ALLOCATED)).isEqualTo(1);
        assertThat(turn.commons.counts().of(Kind.CHALLENGED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 600", "1, 600", "600, 600", "601, 601", "3600, 3600", "3601, 3600", "4294967295, 3600"})
    void lifetimeIsAsWishedBetweenDefaultAndLongest(long wished, long granted) {
        StunMessage answer = turn.allocate(ALICE, "alice", new Lifetime(wished).encode());
        assertThat(lifetime(answer)).isEqualTo(granted);
    }

    @Test
    void allocationEndsAtItsTimeAndGivesBackWhatItHad() {
        turn.allocate(ALICE, "alice");
        turn.advance(599);
        assertThat(turn.open).hasSize(1);
        assertThat(turn.commons.quotas().held()).isEqualTo(1);
        turn.advance(1);
        assertThat(turn.open).isEmpty();
        assertThat(turn.commons.quotas().held()).isZero();
        assertThat(turn.commons.ports().get(AddressFamily.IPV4).held()).isZero();
        assertThat(turn.server.table().find(ALICE)).isEmpty();
        assertThat(turn.server.table().ofUdpClient(ALICE.client())).isNull();
        assertThat(turn.server.nextDeadlineNanos()).isEmpty();
        assertThat(turn.commons.counts().of(Kind.EXPIRED)).isEqualTo(1);
    }

    /** RFC 8656 section 7.2 step 2: the answer may have been lost, or the client made a second request. */
    @Test
    void retransmittedAllocateGetsTheSameAnswerAndASecondOneIsAMismatch() {
        TransactionId id = turn.newId();
        StunMessage first = turn.request(ALICE, "alice", TurnMethod.ALLOCATE, id, UDP);
        StunMessage again = turn.request(ALICE, "alice", TurnMethod.ALLOCATE, id, UDP);
        assertThat(again).isEqualTo(first);
        assertThat(turn.open).hasSize(1);
        assertThat(code(turn.allocate(ALICE, "alice"))).isEqualTo(437);
        assertThat(turn.open).hasSize(1);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("no transport", List.of(), 400),
                Arguments.of(
                        "transport of a wrong size", List.of(new Attribute(RequestedTransport.TYPE, new byte[1])), 400),
                Arguments.of("SCTP", List.of(new RequestedTransport(132).encode()), 442),
                Arguments.of("TCP to the peer for a client over UDP", List.of(new RequestedTransport(6).encode()), 400),
                Arguments.of("token and even port", List.of(UDP, TOKEN, EVEN), 400),
                Arguments.of("token and family", List.of(UDP, TOKEN, REQUEST_IPV6), 400),
                Arguments.of("token and additional family", List.of(UDP, TOKEN, ADD_IPV6), 400),
                Arguments.of("token that nobody gave", List.of(UDP, TOKEN), 508),
                Arguments.of(
                        "token of a wrong size", List.of(UDP, new Attribute(ReservationToken.TYPE, new byte[4])), 400),
                Arguments.of("two ways to name a family", List.of(UDP, REQUEST_IPV6, ADD_IPV6), 400),
                Arguments.of("additional family and a pair of ports", List.of(UDP, ADD_IPV6, PAIR), 400),
                Arguments.of(
                        "IPv4 as the additional family",
                        List.of(UDP, AddressFamily.IPV4.encode(AddressFamily.ADDITIONAL_TYPE)),
                        400),
                Arguments.of(
                        "a family that there is not",
                        List.of(UDP, new Attribute(AddressFamily.REQUESTED_TYPE, new byte[] {3, 0, 0, 0})),
                        440),
                Arguments.of("an attribute that nobody knows", List.of(UDP, new Attribute(0x7F00, new byte[4])), 420));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("mistakes")
    void mistakeIsAnsweredAndOpensNothing(String what, List<Attribute> attributes, int code) {
        StunMessage answer = turn.request(ALICE, "alice", TurnMethod.ALLOCATE, attributes.toArray(Attribute[]::new));
        assertThat(code(answer)).as(what).isEqualTo(code);
        assertThat(answer.first(UnknownAttributes.TYPE).isPresent()).isEqualTo(code == 420);
        assertThat(turn.open).isEmpty();
        assertThat(turn.commons.quotas().held()).isZero();
    }

    @Test
    void dontFragmentIsUnderstood() {
        assertSuccess(turn.allocate(ALICE, "alice", DontFragment.encode()));
    }

    @Test
    void clientOfIpv6GetsAnAddressOfIpv6WhenItAsks() {
        assertThat(relayed(turn.allocate(ALICE, "alice", REQUEST_IPV6))
                        .getAddress()
                        .getHostAddress())
                .isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void additionalFamilyGivesTwoAddresses() {
        StunMessage answer = turn.allocate(ALICE, "alice", ADD_IPV6);
        assertThat(answer.attributes().stream().filter(attribute -> attribute.type() == XorRelayedAddress.TYPE))
                .hasSize(2);
        assertThat(turn.open).hasSize(2);
        assertThat(answer.first(AddressErrorCode.TYPE)).isEmpty();
        turn.advance(600);
        assertThat(turn.open).isEmpty();
    }

    @Test
    void additionalFamilyThatIsNotToBeHadIsSaidInTheSuccess() {
        while (turn.commons.ports().get(AddressFamily.IPV6).take().isPresent()) {
            assertThat(turn.open).isEmpty();
        }
        StunMessage answer = turn.allocate(ALICE, "alice", ADD_IPV6);
        assertSuccess(answer);
        assertThat(answer.first(AddressErrorCode.TYPE).flatMap(AddressErrorCode::decode))
                .contains(new AddressErrorCode(AddressFamily.IPV6, TurnError.INSUFFICIENT_CAPACITY));
        assertThat(turn.open).hasSize(1);
    }

    @Test
    void evenPortIsEven() {
        for (int i = 0; i < 4; i++) {
            FiveTuple from = new FiveTuple(
                    FiveTuple.Transport.UDP, new InetSocketAddress("192.0.2.9", 1 + i), TurnHarness.SERVER);
            assertThat(relayed(turn.allocate(from, "alice", EVEN)).getPort()).isEven();
        }
    }

    @Test
    void keptPortGoesToWhoHasTheTokenOnce() {
        StunMessage first = turn.allocate(ALICE, "alice", PAIR);
        ReservationToken token = first.first(ReservationToken.TYPE)
                .flatMap(ReservationToken::decode)
                .orElseThrow();
        FiveTuple rtcp =
                new FiveTuple(FiveTuple.Transport.UDP, new InetSocketAddress("192.0.2.1", 40_001), TurnHarness.SERVER);
        assertThat(code(turn.allocate(BOB, "bob", token.encode()))).isEqualTo(508);
        StunMessage second = turn.allocate(rtcp, "alice", token.encode());
        assertThat(relayed(first).getPort()).isEven();
        assertThat(relayed(second).getPort()).isEqualTo(relayed(first).getPort() + 1);
        assertThat(code(turn.allocate(BOB, "alice", token.encode()))).isEqualTo(508);
    }

    @Test
    void keptPortThatNobodyComesForIsGivenBack() {
        turn.allocate(ALICE, "alice", PAIR);
        assertThat(turn.commons.ports().get(AddressFamily.IPV4).held()).isEqualTo(2);
        turn.advance(29);
        assertThat(turn.commons.ports().get(AddressFamily.IPV4).held()).isEqualTo(2);
        turn.advance(1);
        assertThat(turn.commons.ports().get(AddressFamily.IPV4).held()).isEqualTo(1);
    }

    @Test
    void portThatSomebodyElseHasIsPassedOver() {
        for (int port = 50_000; port < 50_009; port++) {
            turn.foreign.add(port);
        }
        int last = 0;
        for (int attempt = 0; attempt < 20 && last == 0; attempt++) {
            StunMessage answer = turn.allocate(ALICE, "alice");
            last = answer.type().messageClass() == MessageClass.SUCCESS_RESPONSE
                    ? relayed(answer).getPort()
                    : 0;
        }
        assertThat(last).isEqualTo(50_009);
        assertThat(turn.commons.ports().get(AddressFamily.IPV4).held()).isEqualTo(1);
        assertThat(turn.commons.quotas().held()).isEqualTo(1);
    }

    @Test
    void quotaOfOneAccountIs486AndThatOfAllIs508() {
        for (int i = 0; i < 7; i++) {
            String user = i < 5 ? "alice" : "bob";
            FiveTuple from = new FiveTuple(
                    FiveTuple.Transport.UDP, new InetSocketAddress("192.0.2.9", 1 + i), TurnHarness.SERVER);
            StunMessage answer = turn.allocate(from, user);
            if (i == 4) {
                assertThat(code(answer)).isEqualTo(486);
            } else {
                assertSuccess(answer);
            }
        }
        assertThat(code(turn.allocate(BOB, "bob"))).isEqualTo(508);
        assertThat(turn.commons.quotas().held()).isEqualTo(6);
    }

    @Test
    void relayThatDrainsMakesNoNewAllocationsAndKeepsTheOldOnes() {
        turn.allocate(ALICE, "alice");
        turn.commons.draining().set(true);
        assertThat(code(turn.allocate(BOB, "bob"))).isEqualTo(508);
        assertSuccess(turn.request(ALICE, "alice", TurnMethod.REFRESH));
    }

    @Test
    void fullRelayNamesAnotherWhereThereIsOne() {
        InetSocketAddress other = new InetSocketAddress("198.51.100.2", 3_478);
        TurnHarness full = new TurnHarness(LIMITS, Map.of(AddressFamily.IPV4, other));
        full.commons.draining().set(true);
        StunMessage answer = full.allocate(ALICE, "alice");
        assertThat(code(answer)).isEqualTo(300);
        assertThat(answer.first(AlternateServer.TYPE).flatMap(AlternateServer::decode))
                .contains(new AlternateServer(other));
    }

    @Test
    void clientsThatShowNothingGetLittleAndAreLimited() {
        StunMessage request =
                new StunMessage(TurnMethod.ALLOCATE.type(MessageClass.REQUEST), turn.newId(), List.of(UDP), false);
        byte[] octets = request.encode();
        int answered = 0;
        for (int i = 0; i < 150; i++) {
            List<Command> commands = turn.server.receive(request, ByteBuffer.wrap(octets), ALICE, turn.now());
            for (Command command : commands) {
                answered++;
                assertThat(((Command.Answer) command).octets().length - octets.length)
                        .isLessThanOrEqualTo(TurnServer.MAX_GROWTH_OCTETS);
            }
        }
        assertThat(answered).isEqualTo(100);
        assertThat(turn.commons.counts().of(Kind.RATE_LIMITED)).isEqualTo(50);
        assertThat(turn.server.table().size()).isZero();
        assertThat(turn.commons.quotas().held()).isZero();
    }
}
