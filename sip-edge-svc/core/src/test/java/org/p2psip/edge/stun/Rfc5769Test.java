package org.p2psip.edge.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test vectors of RFC 5769, as far as a server without credentials meets them. */
class Rfc5769Test {
    private static final String TRANSACTION = "2112a442b7e7a701bc34d686fa87dfae";

    /** Section 2.1: a request of ICE, with a FINGERPRINT. */
    private static final String REQUEST = "00010058" + TRANSACTION
            + "802200105354554e207465737420636c69656e74"
            + "002400046e0001ff"
            + "80290008932ff9b151263b36"
            + "000600096576746a3a68367659202020"
            + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
            + "80280004e57a3bcf";

    private static final String BINDING = "00010000" + TRANSACTION;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static InetSocketAddress address(String host) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), 32_853);
    }

    /** Sections 2.2 and 2.3: the same transaction, address and port. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,                            002000080001a147e112a643",
        "2001:db8:1234:5678:11:2233:4455:6677, 002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9",
    })
    void addressIsXoredWithCookieAndTransaction(String host, String attribute) throws UnknownHostException {
        byte[] answer = StunBinding.answer(bytes(BINDING), address(host));
        String length = String.format("%04x", attribute.length() / 2 + 8);
        assertThat(HexFormat.of().formatHex(answer)).startsWith("0101" + length + TRANSACTION + attribute + "80280004");
        assertThat(fingerprint(answer)).isEqualTo(ByteBuffer.wrap(answer).getInt(answer.length - 4));
    }

    @Test
    void requestWithAnAttributeThatItDoesNotKnowIsTold() throws UnknownHostException {
        byte[] answer = StunBinding.answer(bytes(REQUEST), address("192.0.2.1"));
        assertThat(HexFormat.of().formatHex(answer))
                .startsWith("0111002c" + TRANSACTION + "0009001500000414")
                .contains("000a000200240000" + "80280004");
        assertThat(answer.length).isEqualTo(StunBinding.length(answer, 0));
        assertThat(fingerprint(answer)).isEqualTo(ByteBuffer.wrap(answer).getInt(answer.length - 4));
    }

    @Test
    void wrongFingerprintIsDropped() throws UnknownHostException {
        byte[] request = bytes(REQUEST);
        request[request.length - 1]++;
        assertThat(StunBinding.answer(request, address("192.0.2.1"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00110000" + TRANSACTION, // an indication
                "01010000" + TRANSACTION, // a response
                "00030000" + TRANSACTION, // Allocate
                "00010004" + TRANSACTION, // longer than it is
                "00010002" + TRANSACTION + "0000", // not a multiple of four
                "00010000" + "2112a443b7e7a701bc34d686fa87dfae", // another cookie
                "00010004" + TRANSACTION + "80220008", // an attribute that ends behind the message
                "0001000c" + TRANSACTION + "8028000412345678" + "80220000", // FINGERPRINT is not the last
            })
    void whatIsNoBindingRequestIsDropped(String message) throws UnknownHostException {
        assertThat(StunBinding.answer(bytes(message), address("192.0.2.1"))).isNull();
    }

    private static int fingerprint(byte[] message) {
        CRC32 crc = new CRC32();
        crc.update(Arrays.copyOf(message, message.length - 8));
        return (int) crc.getValue() ^ 0x5354554E;
    }
}
