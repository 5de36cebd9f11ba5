package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Decoded.Defect;
import org.p2psip.relay.stun.Decoded.Malformed;
import org.p2psip.relay.stun.Decoded.NotStun;

class StunDecoderTest {
    private static final String COOKIE_AND_ID = "2112a442" + "0102030405060708090a0b0c";
    private static final String CLASSIC_ID = "a1a2a3a4" + "0102030405060708090a0b0c";

    private static Decoded decode(String hex) {
        return StunDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0001",
                "00010000" + "2112a442" + "0102030405060708090a0b", // 19 octets
                "40010000" + COOKIE_AND_ID, // ChannelData of TURN
                "80010000" + COOKIE_AND_ID, // RTP
                "494e56495445207369703a626f62406578616d706c652e6f7267" // INVITE sip:bob@example.org
            })
    void otherProtocolsAreNotStun(String hex) {
        assertThat(decode(hex)).isEqualTo(new NotStun());
    }

    @ParameterizedTest
    @CsvSource({
        "0002, 00000000, ODD_LENGTH",
        "0004, '', WRONG_LENGTH",
        "0000, 80220000, WRONG_LENGTH",
        "0004, 80220001, ATTRIBUTE_TOO_LONG",
        "0008, 8022000500000000, ATTRIBUTE_TOO_LONG",
        "0004, 8022ffff, ATTRIBUTE_TOO_LONG",
        "0008, 8028000400000000, WRONG_FINGERPRINT",
        "0004, 80280000, WRONG_FINGERPRINT",
        "000c, 802800080000000000000000, WRONG_FINGERPRINT"
    })
    void brokenMessagesAreMalformed(String length, String body, Defect defect) {
        assertThat(decode("0001" + length + COOKIE_AND_ID + body)).isEqualTo(new Malformed(defect));
    }

    @ParameterizedTest
    @CsvSource({"0002, 00000000", "0004, ''", "0004, 80220001"})
    void brokenMessagesWithoutCookieAreNotStun(String length, String body) {
        assertThat(decode("0001" + length + CLASSIC_ID + body)).isEqualTo(new NotStun());
    }

    @Test
    void attributeAfterFingerprintIsMalformed() {
        // FINGERPRINT covers the header's length, so it is made for a message that goes on
        String start = "00010010" + COOKIE_AND_ID;
        byte[] message = HexFormat.of().parseHex(start + "8028000400000000" + "8022000141000000");
        ByteBuffer buffer = ByteBuffer.wrap(message);
        buffer.putInt(24, Fingerprint.of(buffer, 20));
        assertThat(StunDecoder.decode(buffer)).isEqualTo(new Malformed(Defect.ATTRIBUTE_AFTER_FINGERPRINT));
    }

    @Test
    void requestOfRfc3489IsRead() {
        StunMessage request = (StunMessage) decode("00010000" + CLASSIC_ID);
        assertThat(request.type()).isEqualTo(MessageType.BINDING_REQUEST);
        assertThat(request.transactionId().classic()).isTrue();
        assertThat(request.attributes()).isEmpty();
    }

    @Test
    void datagramIsReadFromItsPositionToItsLimitAndLeftAsItIs() {
        byte[] octets = HexFormat.of().parseHex("ffff" + "00010000" + COOKIE_AND_ID + "ffff");
        ByteBuffer buffer = ByteBuffer.wrap(octets).position(2).limit(22);
        assertThat(StunDecoder.decode(buffer)).isInstanceOf(StunMessage.class);
        assertThat(buffer.position()).isEqualTo(2);
        assertThat(buffer.limit()).isEqualTo(22);
    }

    @Test
    void attributesKeepTheirOrderAndTheFirstOfATypeCounts() {
        StunMessage message = (StunMessage)
                decode("00010018" + COOKIE_AND_ID + "8022000141000000" + "0024000142000000" + "8022000143000000");
        assertThat(message.attributes())
                .containsExactly(
                        new Attribute(0x8022, new byte[] {0x41}),
                        new Attribute(0x0024, new byte[] {0x42}),
                        new Attribute(0x8022, new byte[] {0x43}));
        assertThat(message.first(0x8022)).contains(new Attribute(0x8022, new byte[] {0x41}));
        assertThat(message.first(0x0001)).isEmpty();
    }
}
