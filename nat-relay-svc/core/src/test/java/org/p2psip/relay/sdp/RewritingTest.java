package org.p2psip.relay.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.relay.sdp.Rewriting.Place;
import org.p2psip.relay.sdp.SessionDescription.Reading;

class RewritingTest {
    private static final String AUDIO =
            """
            v=0
            o=alice 2890844526 2890844526 IN IP4 192.168.1.20
            s=-
            c=IN IP4 192.168.1.20
            t=0 0
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:101 telephone-event/8000
            a=sendrecv
            """;

    @Test
    void addressAndPortAreTheRelaysAndAllElseStaysAsItCame() throws Exception {
        assertThat(rewritten(crlf(AUDIO), Map.of(0, place("198.51.100.1", 20_000))))
                .isEqualTo(crlf(AUDIO.replace("c=IN IP4 192.168.1.20", "c=IN IP4 198.51.100.1")
                        .replace("audio 49170", "audio 20000")));
    }

    @Test
    void withoutStreamsThatAreRelayedNothingChanges() throws Exception {
        String ice = crlf(AUDIO + "a=candidate:1 1 UDP 1 192.168.1.20 49170 typ host\n");
        assertThat(rewritten(ice, Map.of())).isEqualTo(ice);
    }

    @Test
    void lineEndsStayWhatTheyAre() throws Exception {
        assertThat(rewritten(AUDIO.strip(), Map.of(0, place("198.51.100.1", 20_000))))
                .doesNotContain("\r")
                .endsWith("a=sendrecv");
    }

    @Test
    void connectionOfAStreamIsReplacedWhereItStands() throws Exception {
        String own = AUDIO.replace("a=rtpmap", "c=IN IP4 10.0.0.1\na=rtpmap");
        assertThat(rewritten(own, Map.of(0, place("198.51.100.1", 20_000))))
                .contains("c=IN IP4 198.51.100.1\na=rtpmap")
                .doesNotContain("10.0.0.1");
    }

    @Test
    void streamThatGoesItsOwnWayKeepsTheSessionsConnection() throws Exception {
        String both = AUDIO + "m=message 2855 TCP/MSRP *\n";
        assertThat(rewritten(both, Map.of(0, place("198.51.100.1", 20_000))))
                .contains("s=-\nc=IN IP4 192.168.1.20\n")
                .contains("m=audio 20000 RTP/AVP 0 8 101\nc=IN IP4 198.51.100.1\na=rtpmap")
                .contains("m=message 2855 TCP/MSRP *\n");
    }

    @Test
    void connectionThatIsAddedStandsBehindTheTitle() throws Exception {
        String titled = AUDIO.replace("a=rtpmap", "i=speech\na=rtpmap") + "m=message 2855 TCP/MSRP *\n";
        assertThat(rewritten(titled, Map.of(0, place("198.51.100.1", 20_000))))
                .contains("i=speech\nc=IN IP4 198.51.100.1\na=rtpmap");
    }

    @Test
    void connectionIsAddedBehindALastLineWithoutEnd() throws Exception {
        String bare = "v=0\no=- 1 1 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\n"
                + "m=message 2855 TCP/MSRP *\nm=audio 49170 RTP/AVP 0";
        assertThat(rewritten(bare, Map.of(1, place("198.51.100.1", 20_000))))
                .endsWith("m=audio 20000 RTP/AVP 0\r\nc=IN IP4 198.51.100.1\r\n");
    }

    @Test
    void holdOfTheOldKindIsSeenByTheOtherSide() throws Exception {
        String hold = AUDIO.replace("c=IN IP4 192.168.1.20", "c=IN IP4 0.0.0.0");
        assertThat(rewritten(hold, Map.of(0, place("198.51.100.1", 20_000))))
                .contains("c=IN IP4 0.0.0.0\n")
                .contains("m=audio 20000 ");
    }

    @Test
    void rtcpIsTakenAtTheRelayToo() throws Exception {
        String elsewhere = AUDIO + "a=rtcp:53020 IN IP4 192.168.1.20\na=rtcp-mux\na=rtcp-fb:96 nack\n";
        assertThat(rewritten(elsewhere, Map.of(0, place("198.51.100.1", 20_000))))
                .contains("a=rtcp:20001\na=rtcp-mux\na=rtcp-fb:96 nack\n");
    }

    @Test
    void waysAroundTheRelayAreTakenAway() throws Exception {
        String ice = AUDIO.replace("t=0 0\n", "t=0 0\na=ice-lite\na=group:BUNDLE 0 1\na=ice-options:trickle\n")
                + "a=ice-ufrag:F7gI\na=ice-pwd:x9cml\na=candidate:1 1 UDP 1 192.168.1.20 49170 typ host\n"
                + "a=end-of-candidates\na=mid:0\n";
        assertThat(rewritten(ice, Map.of(0, place("198.51.100.1", 20_000))))
                .doesNotContain("a=ice-", "candidate", "BUNDLE")
                .contains("a=mid:0\n");
    }

    @Test
    void ipv6AddressesAreWrittenAsSuch() throws Exception {
        assertThat(rewritten(AUDIO, Map.of(0, place("2001:db8::7", 20_000))))
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:7\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | line 1 is \"hello\", expected a letter and \"=\"",
                "s=- | it does not begin with \"v=\"",
                "v=0,m=audio RTP/AVP 0 | \"m=audio RTP/AVP 0\" is no stream: expected kind, port, protocol, formats",
                "v=0,m=audio 70000 RTP/AVP 0 | \"m=audio 70000 RTP/AVP 0\" is no stream: expected kind, port, protocol, formats",
                "v=0,m=audio 4000/2 RTP/AVP 0 | \"m=audio 4000/2 RTP/AVP 0\" has several ports, which are not relayed",
                "v=0,m=audio 4000 RTP/AVP 0 | \"m=audio 4000 RTP/AVP 0\" has no \"c=\", and neither has the session"
            })
    void whatIsWrongIsSaidWithItsLine(String lines, String reason) {
        assertThat(SessionDescription.read(bytes(lines.replace(",", "\r\n") + "\r\n")))
                .isEqualTo(new Reading.Malformed(reason));
    }

    @Test
    void boundsAreKept() {
        assertThat(SessionDescription.read(new byte[SessionDescription.MAX_OCTETS + 1]))
                .isEqualTo(new Reading.Malformed("it has 65537 octets, at most 65536 are read"));
        assertThat(SessionDescription.read(bytes(AUDIO + "m=audio 0 RTP/AVP 0\n".repeat(32))))
                .isEqualTo(new Reading.Malformed("it has 33 streams, at most 32 are relayed"));
    }

    private static String rewritten(String sdp, Map<Integer, Place> places) {
        SessionDescription description = ((Reading.Read) SessionDescription.read(bytes(sdp))).description();
        return new String(Rewriting.of(description, places), StandardCharsets.ISO_8859_1);
    }

    private static Place place(String address, int port) throws Exception {
        return new Place(InetAddress.getByName(address), port, port + 1);
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
