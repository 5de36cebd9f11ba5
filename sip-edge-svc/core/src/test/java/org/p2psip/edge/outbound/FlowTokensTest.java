package org.p2psip.edge.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipUri;

class FlowTokensTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String EDGE = "192.0.2.1:5060";
    private static final InetSocketAddress PHONE = new InetSocketAddress("198.51.100.7", 40_000);
    private static final Flow TCP = new Flow(Transport.TCP, PHONE, 77);
    private static final FlowToken FORGED = new FlowToken.Forged();

    private final FlowTokens tokens = new FlowTokens(SECRET, EDGE, 1);

    static Stream<Flow> flows() {
        InetSocketAddress phone6 = new InetSocketAddress("2001:db8::7", 65_535);
        return Stream.of(
                Flow.udp(PHONE),
                Flow.udp(phone6),
                TCP,
                new Flow(Transport.TLS, phone6, Long.MAX_VALUE),
                new Flow(Transport.WS, PHONE, 1),
                new Flow(Transport.WSS, phone6, 2));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void tokenNamesItsFlowAndFitsIntoTheUserPartOfAUri(Flow flow) {
        String path = tokens.ofPath(flow, FlowNeed.ONLY);
        assertThat(tokens.read(path, "any", false)).isEqualTo(new FlowToken.Usable(flow, false, FlowNeed.ONLY));
        String dialog = tokens.ofDialog(flow, FlowNeed.PREFERRED, "call-1");
        assertThat(tokens.read(dialog, "call-1", true)).isEqualTo(new FlowToken.Usable(flow, true, FlowNeed.PREFERRED));
        for (String token : new String[] {path, dialog}) {
            assertThat(token).hasSizeLessThanOrEqualTo(FlowTokens.MAX_LENGTH).matches("[A-Za-z0-9_-]+");
            assertThat(SipUri.parse("sip:" + token + "@" + EDGE + ";lr"))
                    .map(SipUri::user)
                    .contains(token);
        }
    }

    @Test
    void whatACertificateSaidIsNotInTheToken() {
        Flow proven = new Flow(Transport.TLS, PHONE, 5, Set.of("phone.example.org"));
        assertThat(tokens.read(tokens.ofPath(proven, FlowNeed.PREFERRED), "", false))
                .isEqualTo(new FlowToken.Usable(new Flow(Transport.TLS, PHONE, 5), false, FlowNeed.PREFERRED));
    }

    @Test
    void tokenOfAStreamIsGoneAfterARestart() {
        FlowTokens restarted = new FlowTokens(SECRET, EDGE, 2);
        assertThat(restarted.read(tokens.ofPath(TCP, FlowNeed.ONLY), "", false))
                .isEqualTo(new FlowToken.Gone(TCP, FlowNeed.ONLY));
    }

    @Test
    void tokenOfAUdpFlowOutlivesARestart() {
        FlowTokens restarted = new FlowTokens(SECRET, EDGE, 2);
        Flow flow = Flow.udp(PHONE);
        assertThat(restarted.read(tokens.ofPath(flow, FlowNeed.ONLY), "", false))
                .isEqualTo(new FlowToken.Usable(flow, false, FlowNeed.ONLY));
    }

    @Test
    void tokenOfAnotherEdgeOrSecretIsForged() {
        String token = tokens.ofPath(TCP, FlowNeed.ONLY);
        assertThat(new FlowTokens(SECRET, "192.0.2.2:5060", 1).read(token, "", false))
                .isEqualTo(FORGED);
        byte[] other = SECRET.clone();
        other[0]++;
        assertThat(new FlowTokens(other, EDGE, 1).read(token, "", false)).isEqualTo(FORGED);
    }

    @Test
    void tokenOfADialogIsForgedElsewhere() {
        String token = tokens.ofDialog(TCP, FlowNeed.ONLY, "call-1");
        assertThat(tokens.read(token, "call-2", true)).as("another Call-ID").isEqualTo(FORGED);
        assertThat(tokens.read(token, "call-1", false)).as("a new request").isEqualTo(FORGED);
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String token = tokens.ofPath(TCP, FlowNeed.ONLY);
        for (int i = 0; i < token.length() - 1; i++) {
            StringBuilder changed = new StringBuilder(token);
            changed.setCharAt(i, token.charAt(i) == 'A' ? 'B' : 'A');
            assertThat(tokens.read(changed.toString(), "", false))
                    .as("%s", changed)
                    .isEqualTo(FORGED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "IAAA",
                "bob",
                "!!!!",
                "IBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoTokenIsForged(String text) {
        assertThat(tokens.read(text, "", false)).isEqualTo(FORGED);
    }
}
