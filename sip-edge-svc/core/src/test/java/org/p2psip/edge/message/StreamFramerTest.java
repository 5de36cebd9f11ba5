package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.p2psip.edge.message.TortureMessages.bytes;
import static org.p2psip.edge.message.TortureMessages.latin1;
import static org.p2psip.edge.message.TortureMessages.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramerTest {
    private final StreamFramer framer = new StreamFramer();

    private List<Decoded> feed(byte[] bytes) {
        return framer.feed(bytes, 0, bytes.length);
    }

    private List<Decoded> feed(String text) {
        return feed(latin1(text));
    }

    private static String messageText(Decoded decoded) {
        return text(((Decoded.Complete) decoded).message().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsinv", "esc01", "mpart01", "intmeth", "longreq", "unreason"})
    void messageIsTheSameWhereverItIsSplit(String name) {
        byte[] message = bytes(name);
        for (int split = 1; split < message.length; split++) {
            StreamFramer halves = new StreamFramer();
            List<Decoded> found = new ArrayList<>(halves.feed(message, 0, split));
            found.addAll(halves.feed(message, split, message.length - split));
            assertThat(found).as("split at %d", split).hasSize(1);
            assertThat(messageText(found.getFirst())).isEqualTo(text(message));
            assertThat(halves.midMessage()).isFalse();
        }
    }

    @Test
    void bytesThatComeOneByOneAreWhole() {
        List<Decoded> found = new ArrayList<>();
        byte[] stream = latin1("\r\n" + MessageSamples.INVITE + "\r\n\r\n" + MessageSamples.OK);
        for (int i = 0; i < stream.length; i++) {
            found.addAll(framer.feed(stream, i, 1));
        }

        assertThat(found).hasSize(4);
        assertThat(found.get(0)).isEqualTo(new Decoded.KeepAlive(2));
        assertThat(messageText(found.get(1))).isEqualTo(MessageSamples.INVITE);
        assertThat(found.get(2)).isEqualTo(new Decoded.KeepAlive(4));
        assertThat(messageText(found.get(3))).isEqualTo(MessageSamples.OK);
    }

    @Test
    void severalMessagesOfOneChunkComeInOrder() {
        List<Decoded> found = feed(MessageSamples.INVITE + MessageSamples.OK + MessageSamples.INVITE.substring(0, 30));

        assertThat(found.stream().map(StreamFramerTest::messageText))
                .containsExactly(MessageSamples.INVITE, MessageSamples.OK);
        assertThat(framer.midMessage()).isTrue();

        assertThat(feed(MessageSamples.INVITE.substring(30) + MessageSamples.OK))
                .hasSize(2);
    }

    @Test
    void doubleLineEndIsAPingAndASingleOneIsNot() {
        assertThat(feed("\r\n\r\n")).containsExactly(new Decoded.KeepAlive(4));
        assertThat(new Decoded.KeepAlive(4).isPing()).isTrue();
        assertThat(feed("\r\n")).isEmpty();
        assertThat(framer.midMessage()).isFalse();
        assertThat(feed(MessageSamples.OK)).hasSize(2).first().isEqualTo(new Decoded.KeepAlive(2));
        assertThat(new Decoded.KeepAlive(2).isPing()).isFalse();
    }

    @Test
    void messageWithoutContentLengthLosesTheFraming() {
        List<Decoded> found = feed(MessageSamples.invite("Content-Length: 4\r\n", ""));

        assertThat(found).singleElement().isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> {
            assertThat(malformed.reason()).isEqualTo("No Content-Length");
            assertThat(malformed.status()).isEqualTo(400);
            assertThat(malformed.answerable()).isNotNull();
        });
        assertThat(framer.broken()).isTrue();
        assertThat(feed(MessageSamples.OK)).isEmpty();
    }

    @Test
    void malformedMessageOfKnownLengthKeepsTheFraming() {
        List<Decoded> found = feed(MessageSamples.invite("CSeq: 1", "CSeq: one") + MessageSamples.OK);

        assertThat(found).hasSize(2);
        assertThat(found.get(0)).isInstanceOf(Decoded.Malformed.class);
        assertThat(found.get(1)).isInstanceOf(Decoded.Complete.class);
        assertThat(framer.broken()).isFalse();
    }

    @Test
    void refusedMessageKeepsTheFraming() {
        List<Decoded> found = feed(MessageSamples.invite("Call-ID: c1@192.0.2.1\r\n", "") + MessageSamples.OK);

        assertThat(found.get(0)).isInstanceOf(Decoded.Refused.class);
        assertThat(found.get(1)).isInstanceOf(Decoded.Complete.class);
    }

    @Test
    void bodyThatDoesNotFitIsRefusedBeforeItComes() {
        List<Decoded> found = feed(MessageSamples.invite("Content-Length: 4", "Content-Length: 65536"));

        assertThat(found).singleElement().isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> {
            assertThat(malformed.status()).isEqualTo(513);
            assertThat(malformed.answerable()).isNotNull();
        });
        assertThat(framer.broken()).isTrue();
    }

    @Test
    void headersWithoutEndAreGivenUpAtTheLimit() {
        List<Decoded> found = new ArrayList<>();
        byte[] line = latin1("X: " + "x".repeat(995) + "\r\n");
        int fed = 0;
        feed("OPTIONS sip:a SIP/2.0\r\n");
        while (!framer.broken() && fed < 100_000) {
            found.addAll(feed(line));
            fed += line.length;
        }

        assertThat(found).singleElement().isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(
                        malformed.status())
                .isEqualTo(513));
        assertThat(fed).isLessThan(SipParser.MAX_MESSAGE_BYTES + 2 * line.length);
    }

    @Test
    void largeMessagesByteByByteAreReadInLinearTime() {
        String head = MessageSamples.invite("Content-Length: 4\r\n\r\nbody", "X: " + "x".repeat(60_000) + "\r\n");
        byte[] stream = latin1((head + "Content-Length: 0\r\n\r\n").repeat(10));
        List<Decoded> found = new ArrayList<>();

        // Read from its start for each byte, this would be twenty thousand million steps
        assertTimeout(Duration.ofSeconds(4), () -> {
            for (int i = 0; i < stream.length; i++) {
                found.addAll(framer.feed(stream, i, 1));
            }
        });

        assertThat(found).hasSize(10);
    }

    @Test
    void whatIsNotSipBreaksTheConnection() {
        assertThat(feed("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"))
                .singleElement()
                .isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> {
                    assertThat(malformed.framingLost()).isTrue();
                    assertThat(malformed.answerable()).isNull();
                });
        assertThat(framer.broken()).isTrue();
    }

    @Test
    void stunStandsBetweenMessages() {
        byte[] stun = HexFormat.of().parseHex("000100042112a442b7e7a701bc34d686fa87dfae80220000");
        byte[] stream = concat(latin1(MessageSamples.INVITE), concat(stun, latin1("\r\n\r\n" + MessageSamples.OK)));
        for (int split = 1; split < stream.length; split++) {
            StreamFramer halves = new StreamFramer();
            List<Decoded> found = new ArrayList<>(halves.feed(stream, 0, split));
            found.addAll(halves.feed(stream, split, stream.length - split));
            assertThat(found).as("split at %d", split).hasSize(4);
            assertThat(((Decoded.Stun) found.get(1)).message()).isEqualTo(stun);
            assertThat(messageText(found.get(3))).isEqualTo(MessageSamples.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00010000000000000000000000000000000000ff", "0001ffff2112a442b7e7a701bc34d686fa87dfae"})
    void lowBytesThatAreNoShortStunBreakTheConnection(String hex) {
        assertThat(feed(HexFormat.of().parseHex(hex))).singleElement().isInstanceOf(Decoded.Malformed.class);
        assertThat(framer.broken()).isTrue();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
