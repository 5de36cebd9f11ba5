package org.p2psip.routing.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.bootstrap.DiscoveryDatagram.Decoded;

class DiscoveryDatagramTest {
    private static final long TRANSACTION = 0x0102030405060708L;

    private static Decoded decoded(byte[] bytes) {
        return DiscoveryDatagram.decode(ByteBuffer.wrap(bytes));
    }

    @Test
    void questionIsAsDocumented() {
        byte[] question = DiscoveryDatagram.question(TRANSACTION, "Example.org");
        assertThat(question).hasSize(DiscoveryDatagram.BYTES);
        assertThat(HexFormat.of().formatHex(question, 0, 26))
                .isEqualTo("50325042" + "01" + "01" + "0102030405060708" + "0b"
                        + HexFormat.of().formatHex("example.org".getBytes(StandardCharsets.US_ASCII)));
        assertThat(Arrays.copyOfRange(question, 26, question.length)).containsOnly(0);
        assertThat(decoded(question)).isEqualTo(new Decoded.Question(TRANSACTION, "example.org"));
        assertThat(decoded(DiscoveryDatagram.question(-1, ""))).isEqualTo(new Decoded.Question(-1, ""));
    }

    @Test
    void answerComesBackAndIsNeverLongerThanAQuestion() {
        List<String> servers = List.of(":7460", "192.0.2.1:7460", "[2001:db8::1]:7460", "h".repeat(95) + ":1234");
        byte[] answer = DiscoveryDatagram.answer(TRANSACTION, "example.org", servers);
        assertThat(answer.length).isLessThanOrEqualTo(DiscoveryDatagram.BYTES);
        assertThat(decoded(answer)).isEqualTo(new Decoded.Answer(TRANSACTION, "example.org", servers));
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        assertThatThrownBy(() -> DiscoveryDatagram.answer(1, "o", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DiscoveryDatagram.answer(1, "o", List.of("h".repeat(101))))
                .hasMessageContaining("more than 100");
    }

    @Test
    void shortQuestionsWouldMakeTheAnswerAnAmplifier() {
        byte[] question = DiscoveryDatagram.question(TRANSACTION, "example.org");
        assertThat(decoded(Arrays.copyOf(question, 511)))
                .isEqualTo(new Decoded.Malformed("a question of 511 bytes, expected 512"));
        assertThat(decoded(Arrays.copyOf(question, 513))).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void otherDatagramsAreMalformed() {
        byte[] answer = DiscoveryDatagram.answer(TRANSACTION, "example.org", List.of("192.0.2.1:7460"));
        for (int length = 0; length < answer.length; length++) {
            assertThat(decoded(Arrays.copyOf(answer, length)))
                    .as("cut to %d", length)
                    .isInstanceOf(Decoded.Malformed.class);
        }
        assertThat(changed(answer, 0, 'X')).isEqualTo(new Decoded.Malformed("no P2PB"));
        assertThat(changed(answer, 4, 2)).isEqualTo(new Decoded.Malformed("version 2"));
        assertThat(changed(answer, 5, 3)).isEqualTo(new Decoded.Malformed("type 3"));
        assertThat(changed(answer, 15, '\n')).isEqualTo(new Decoded.Malformed("the overlay's name is damaged"));
        assertThat(changed(answer, 26, 0)).isEqualTo(new Decoded.Malformed("0 servers"));
        assertThat(changed(answer, 28, ' ')).isEqualTo(new Decoded.Malformed("the address of a server is damaged"));
    }

    private static Decoded changed(byte[] datagram, int at, int value) {
        byte[] changed = datagram.clone();
        changed[at] = (byte) value;
        return decoded(changed);
    }

    @Test
    void randomBytesAreReadWithoutAFailure() {
        Random random = new Random(1);
        byte[] answer = DiscoveryDatagram.answer(TRANSACTION, "example.org", List.of("192.0.2.1:7460", ":1"));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = answer.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (decoded(bytes) instanceof Decoded.Answer read) {
                assertThat(read.servers()).hasSizeBetween(1, DiscoveryDatagram.MAX_SERVERS);
            }
        }
    }
}
