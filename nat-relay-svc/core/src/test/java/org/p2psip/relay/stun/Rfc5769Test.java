package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.attribute.Software;
import org.p2psip.relay.stun.attribute.XorMappedAddress;

/** The test vectors of RFC 5769: the messages whole; their MESSAGE-INTEGRITY stays octets, nobody here checks it. */
class Rfc5769Test {
    /** Section 2.1. */
    private static final String REQUEST = "000100582112a442b7e7a701bc34d686fa87dfae"
            + "80220010" + "5354554e207465737420636c69656e74"
            + "00240004" + "6e0001ff"
            + "80290008" + "932ff9b151263b36"
            + "00060009" + "6576746a3a68367659202020"
            + "00080014" + "9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
            + "80280004" + "e57a3bcf";
    /** Section 2.2. */
    private static final String IPV4_RESPONSE = "0101003c2112a442b7e7a701bc34d686fa87dfae"
            + "8022000b" + "7465737420766563746f7220"
            + "00200008" + "0001a147e112a643"
            + "00080014" + "2b91f599fd9e90c38c7489f92af9ba53f06be7d7"
            + "80280004" + "c07d4c96";
    /** Section 2.3. */
    private static final String IPV6_RESPONSE = "010100482112a442b7e7a701bc34d686fa87dfae"
            + "8022000b" + "7465737420766563746f7220"
            + "00200014" + "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
            + "00080014" + "a382954e4be67bf11784c97c8292c275bfe3ed41"
            + "80280004" + "c8fb0b4c";
    /** Section 2.4, without FINGERPRINT. */
    private static final String LONG_TERM_REQUEST = "000100602112a44278ad3433c6ad72c029da412e"
            + "00060012" + "e3839ee38388e383aae38383e382afe382b90000"
            + "0015001c" + "662f2f3439396b39353464364f4c33346f4c39465354767936347341"
            + "0014000b" + "6578616d706c652e6f726700"
            + "00080014" + "f67024656dd64a3e02b8e0712e85c9a28ca89666";

    private static final TransactionId ID = new TransactionId(0x2112A442B7E7A701L, 0xBC34D686FA87DFAEL);

    private static StunMessage decode(String hex) {
        return (StunMessage) StunDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void sampleRequestIsRead() {
        StunMessage request = decode(REQUEST);
        assertThat(request.type()).isEqualTo(MessageType.BINDING_REQUEST);
        assertThat(request.transactionId()).isEqualTo(ID);
        assertThat(request.fingerprint()).isTrue();
        assertThat(request.attributes())
                .extracting(Attribute::type)
                .containsExactly(0x8022, 0x0024, 0x8029, 0x0006, 0x0008);
        assertThat(request.first(Software.TYPE).flatMap(Software::decode)).contains(new Software("STUN test client"));
        assertThat(request.first(0x0006).orElseThrow().value()).asString().isEqualTo("evtj:h6vY");
    }

    @Test
    void sampleIpv4ResponseIsRead() {
        StunMessage response = decode(IPV4_RESPONSE);
        InetSocketAddress mapped = new InetSocketAddress("192.0.2.1", 32853);
        assertThat(response.type()).isEqualTo(MessageType.BINDING_SUCCESS);
        assertThat(response.fingerprint()).isTrue();
        assertThat(response.first(Software.TYPE).flatMap(Software::decode)).contains(new Software("test vector"));
        assertThat(response.first(XorMappedAddress.TYPE).flatMap(value -> XorMappedAddress.decode(value, ID)))
                .contains(new XorMappedAddress(mapped));
        assertThat(response.first(XorMappedAddress.TYPE)).contains(new XorMappedAddress(mapped).encode(ID));
    }

    @Test
    void sampleIpv6ResponseIsRead() {
        StunMessage response = decode(IPV6_RESPONSE);
        InetSocketAddress mapped = new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853);
        assertThat(response.type()).isEqualTo(MessageType.BINDING_SUCCESS);
        assertThat(response.first(XorMappedAddress.TYPE).flatMap(value -> XorMappedAddress.decode(value, ID)))
                .contains(new XorMappedAddress(mapped));
        assertThat(response.first(XorMappedAddress.TYPE)).contains(new XorMappedAddress(mapped).encode(ID));
    }

    @Test
    void sampleRequestWithLongTermAuthenticationIsReadAndWrittenAlike() {
        StunMessage request = decode(LONG_TERM_REQUEST);
        assertThat(request.fingerprint()).isFalse();
        assertThat(request.first(0x0014).orElseThrow().value()).asString().isEqualTo("example.org");
        assertThat(request.encode()).asHexString().isEqualToIgnoringCase(LONG_TERM_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUEST, IPV4_RESPONSE, IPV6_RESPONSE})
    void everyFlippedBitOfFingerprintedSamplesIsNoticed(String sample) {
        byte[] octets = HexFormat.of().parseHex(sample);
        for (int bit = 0; bit < octets.length * 8; bit++) {
            byte[] flipped = octets.clone();
            flipped[bit / 8] ^= (byte) (0x80 >> bit % 8);
            Decoded decoded = StunDecoder.decode(ByteBuffer.wrap(flipped));
            // the header of FINGERPRINT itself is not covered: with another type the message has none
            if (decoded instanceof StunMessage message) {
                assertThat(message.fingerprint()).as("bit %d", bit).isFalse();
            }
        }
    }

    @Test
    void fingerprintIsThatOfTheSampleWhenPaddingIsTheSame() {
        byte[] unpadded = decode(REQUEST).encode();
        assertThat(unpadded).hasSize(REQUEST.length() / 2);
        StunMessage again = (StunMessage) StunDecoder.decode(ByteBuffer.wrap(unpadded));
        assertThat(again).isEqualTo(decode(REQUEST));
        assertThat(List.of(REQUEST, IPV4_RESPONSE, IPV6_RESPONSE))
                .allSatisfy(sample -> assertThat(decode(sample).fingerprint()).isTrue());
    }
}
