package org.p2psip.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.media.MediaChange.Reason;
import org.p2psip.relay.media.MediaChange.Refused;
import org.p2psip.relay.media.MediaChange.Step;

class MediaSessionsTest {
    private static final MediaConfig CONFIG = new MediaConfig(2, 180, 60, 600);
    private static final MediaKey CALL = new MediaKey("call-1", "alice-tag", "z9hG4bK1");
    private static final InetAddress RELAY = address("198.51.100.1");
    private static final InetAddress NAT = address("203.0.113.9");
    private static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.10", 4000);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.20", 6000);

    private final MediaSessions sessions = new MediaSessions(CONFIG, "loop0-");
    private long now;
    private int nextPort = 20_000;

    @Test
    void eachSideIsToldThePortsForItAndPacketsCross() {
        MediaStream stream = call();
        PortPair forAlice = stream.ports(Side.CALLER);
        PortPair forBob = stream.ports(Side.CALLEE);
        assertThat(forAlice).isNotEqualTo(forBob);
        Way fromAlice = stream.rtp(Side.CALLER);
        assertThat(fromAlice.admits(ALICE, 172, now)).isTrue();
        assertThat(fromAlice.opposite().remote()).isEqualTo(BOB);
        assertThat(fromAlice.opposite().side()).isEqualTo(Side.CALLEE);
        Way reportsOfBob = stream.rtcp(Side.CALLEE);
        assertThat(reportsOfBob.admits(new InetSocketAddress("192.0.2.20", 6001), 80, now))
                .isTrue();
        assertThat(reportsOfBob.opposite().remote()).isEqualTo(new InetSocketAddress("192.0.2.10", 4001));
        assertThat(stream.session().packetsFrom(Side.CALLER)).isEqualTo(1);
        assertThat(stream.session().octetsFrom(Side.CALLEE)).isEqualTo(80);
    }

    @Test
    void packetsOfStrangersAreDroppedAndCounted() {
        Way fromAlice = call().rtp(Side.CALLER);
        assertThat(fromAlice.admits(new InetSocketAddress("192.0.2.66", 4000), 172, now))
                .isFalse();
        assertThat(fromAlice.strangers()).isEqualTo(1);
        assertThat(fromAlice.remote()).isEqualTo(ALICE);
    }

    @Test
    void sideBehindANatIsFoundByItsFirstPacketFromWhereItsSipComes() {
        change(Step.OFFER, Side.CALLER, sdp("10.0.0.7", 4000), Optional.of(NAT));
        Way alice = answered(sdp("192.0.2.20", 6000)).rtp(Side.CALLER);
        assertThat(alice.remote())
                .as("nothing is sent to an address of somebody else's net")
                .isNull();
        assertThat(alice.admits(new InetSocketAddress("192.0.2.66", 40_000), 172, now))
                .as("a thief who guessed the port")
                .isFalse();
        InetSocketAddress seen = new InetSocketAddress(NAT, 40_000);
        assertThat(alice.admits(seen, 172, now)).isTrue();
        assertThat(alice.remote()).isEqualTo(seen);
        assertThat(alice.admits(new InetSocketAddress(NAT, 40_002), 172, now))
                .as("another one behind the same NAT")
                .isFalse();
    }

    @Test
    void sideBehindANatIsLearnedAnewWhenItSaysSoAndServedMeanwhile() {
        change(Step.OFFER, Side.CALLER, sdp("10.0.0.7", 4000), Optional.of(NAT));
        Way alice = answered(sdp("192.0.2.20", 6000)).rtp(Side.CALLER);
        InetSocketAddress before = new InetSocketAddress(NAT, 40_000);
        InetSocketAddress after = new InetSocketAddress(NAT, 50_000);
        alice.admits(before, 172, now);
        change(Step.UPDATE, Side.CALLER, sdp("10.0.0.7", 4000), Optional.of(NAT));
        assertThat(alice.remote()).isEqualTo(before);
        assertThat(alice.admits(after, 172, now)).isTrue();
        assertThat(alice.remote()).isEqualTo(after);
    }

    @Test
    void whoMovedToAnotherNetIsNotServedAtTheOldOne() {
        change(Step.OFFER, Side.CALLER, sdp("10.0.0.7", 4000), Optional.of(NAT));
        Way alice = answered(sdp("192.0.2.20", 6000)).rtp(Side.CALLER);
        alice.admits(new InetSocketAddress(NAT, 40_000), 172, now);
        InetAddress mobile = address("203.0.113.200");
        change(Step.UPDATE, Side.CALLER, sdp("10.9.9.9", 4000), Optional.of(mobile));
        assertThat(alice.remote()).isNull();
        assertThat(alice.admits(new InetSocketAddress(mobile, 1_234), 172, now)).isTrue();
    }

    @Test
    void sideOnHoldIsSentNothingAndMayGoOnSending() {
        MediaStream stream = call();
        change(Step.UPDATE, Side.CALLEE, sdp("0.0.0.0", 6000), Optional.empty());
        assertThat(stream.rtp(Side.CALLEE).remote()).isNull();
        assertThat(stream.rtp(Side.CALLEE).admits(BOB, 172, now)).isTrue();
        change(Step.UPDATE, Side.CALLEE, sdp("192.0.2.20", 6000), Optional.empty());
        assertThat(stream.rtp(Side.CALLEE).remote()).isEqualTo(BOB);
    }

    @Test
    void streamThatIsAddedHasPortsOfItsOwnAndTheOthersKeepTheirs() {
        MediaStream audio = call();
        String both = sdp("192.0.2.10", 4000) + "m=video 4002 RTP/AVP 96\r\n";
        MediaResult.Changed changed = change(Step.UPDATE, Side.CALLER, both, Optional.empty());
        assertThat(changed.session().streams()).hasSize(2).first().isSameAs(audio);
        assertThat(text(changed))
                .contains("m=audio " + audio.ports(Side.CALLEE).port() + " ")
                .contains("m=video "
                        + changed.session()
                                .streams()
                                .getLast()
                                .ports(Side.CALLEE)
                                .port() + " ");
    }

    @Test
    void refusedStreamsTakeNoPorts() {
        String refused = sdp("192.0.2.10", 4000) + "m=video 0 RTP/AVP 96\r\n";
        assertThat(look(Step.OFFER, CALL, Side.CALLER, refused))
                .isInstanceOfSatisfying(MediaChange.Ready.class, ready -> assertThat(ready.pairs())
                        .isEqualTo(2));
    }

    @Test
    void pairsThatAnotherChangeHasMadeNeedlessComeBack() {
        MediaChange.Ready first = ready(Step.OFFER, Side.CALLER, sdp("192.0.2.10", 4000), Optional.empty());
        perform(first);
        String both = sdp("192.0.2.10", 4000) + "m=video 4002 RTP/AVP 96\r\n";
        MediaChange.Ready one = ready(Step.UPDATE, Side.CALLER, both, Optional.empty());
        MediaChange.Ready other = ready(Step.UPDATE, Side.CALLEE, both, Optional.empty());
        assertThat(perform(one).unused()).isEmpty();
        assertThat(perform(other).unused()).hasSize(2);
    }

    @Test
    void sessionThatIsSilentEndsAndOneThatIsHeardDoesNot() {
        MediaStream stream = call();
        seconds(59);
        stream.rtp(Side.CALLER).admits(ALICE, 172, now);
        seconds(59);
        assertThat(sessions.advance(now)).isEmpty();
        seconds(1);
        assertThat(sessions.advance(now)).containsExactly(stream.session());
        assertThat(stream.session().isOver()).isTrue();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void callOnHoldMayBeSilentForLonger() {
        call();
        change(Step.UPDATE, Side.CALLEE, sdp("192.0.2.20", 6000) + "a=sendonly\r\n", Optional.empty());
        seconds(599);
        assertThat(sessions.advance(now)).isEmpty();
        seconds(1);
        assertThat(sessions.advance(now)).hasSize(1);
    }

    @Test
    void offerWithoutAnswerEnds() {
        change(Step.OFFER, Side.CALLER, sdp("192.0.2.10", 4000), Optional.empty());
        seconds(179);
        assertThat(sessions.advance(now)).isEmpty();
        seconds(1);
        assertThat(sessions.advance(now)).hasSize(1);
    }

    @Test
    void whatCannotBeDoneIsRefusedWithItsReason() {
        assertThat(reason(Step.ANSWER, CALL, "v=0\r\n")).isEqualTo(Reason.UNKNOWN_SESSION);
        assertThat(reason(Step.OFFER, CALL, "nonsense")).isEqualTo(Reason.DESCRIPTION);
        call();
        assertThat(reason(Step.OFFER, CALL, sdp("192.0.2.10", 4000))).isEqualTo(Reason.EXISTS);
        perform(ready(new MediaKey("call-2", "t", "b")));
        assertThat(reason(Step.OFFER, new MediaKey("call-3", "t", "b"), sdp("192.0.2.10", 4000)))
                .isEqualTo(Reason.TOO_MANY);
        sessions.delete(CALL);
        sessions.drain();
        assertThat(reason(Step.OFFER, CALL, sdp("192.0.2.10", 4000))).isEqualTo(Reason.DRAINING);
        assertThat(reason(Step.UPDATE, new MediaKey("call-2", "t", "b"), "v=0\r\n"))
                .isNull();
    }

    @Test
    void sessionThatIsDeletedWhileItsPortsAreOpenedIsNotBroughtBack() {
        call();
        MediaChange.Ready update = ready(Step.UPDATE, Side.CALLER, sdp("192.0.2.10", 4000), Optional.empty());
        assertThat(sessions.delete(CALL)).isPresent();
        assertThat(sessions.delete(CALL)).isEmpty();
        assertThat(sessions.perform(update, List.of(), now)).isInstanceOf(Refused.class);
        assertThat(sessions.size()).isZero();
    }

    private MediaStream call() {
        change(Step.OFFER, Side.CALLER, sdp("192.0.2.10", 4000), Optional.empty());
        return answered(sdp("192.0.2.20", 6000));
    }

    private MediaStream answered(String sdp) {
        return change(Step.ANSWER, Side.CALLEE, sdp, Optional.empty())
                .session()
                .streams()
                .getFirst();
    }

    private MediaResult.Changed change(Step step, Side from, String sdp, Optional<InetAddress> nat) {
        MediaResult.Changed changed = perform(ready(step, from, sdp, nat));
        PortPair told = changed.session().streams().getFirst().ports(from.other());
        assertThat(text(changed)).contains("m=audio " + told.port() + " ");
        return changed;
    }

    private MediaChange.Ready ready(Step step, Side from, String sdp, Optional<InetAddress> nat) {
        return (MediaChange.Ready) sessions.look(new MediaChange.Request(step, CALL, from, bytes(sdp), nat));
    }

    private MediaChange.Ready ready(MediaKey key) {
        return (MediaChange.Ready) look(Step.OFFER, key, Side.CALLER, sdp("192.0.2.10", 4000));
    }

    private MediaChange look(Step step, MediaKey key, Side from, String sdp) {
        return sessions.look(new MediaChange.Request(step, key, from, bytes(sdp), Optional.empty()));
    }

    private Reason reason(Step step, MediaKey key, String sdp) {
        return look(step, key, Side.CALLER, sdp) instanceof Refused refused ? refused.reason() : null;
    }

    private MediaResult.Changed perform(MediaChange.Ready ready) {
        List<PortPair> pairs = new ArrayList<>();
        for (int i = 0; i < ready.pairs(); i++) {
            pairs.add(new PortPair(RELAY, nextPort));
            nextPort += 2;
        }
        return (MediaResult.Changed) sessions.perform(ready, pairs, now);
    }

    private void seconds(int seconds) {
        now += seconds * 1_000_000_000L;
    }

    private static String text(MediaResult.Changed changed) {
        return new String(changed.sdp(), StandardCharsets.ISO_8859_1);
    }

    private static String sdp(String address, int port) {
        return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 0\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }
}
