package org.p2psip.storage.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;

/** The signed bytes of RFC 6940 section 7.1, put together by hand. */
class SignedValueTest {
    private static final NodeId NODE = new NodeId(hex("0102030405060708090a0b0c0d0e0f10"));
    private static final byte[] CERTIFICATE = "certificate".getBytes(StandardCharsets.US_ASCII);
    private static final Signer ONE_NODE = new Signer(CERTIFICATE, Keys.P256.getPublic(), List.of(NODE), 0, 1);

    /** Length and SHA-1 of alice@example.org, kind, 2024-01-01 in milliseconds. */
    private static final String PREFIX = "10" + "45a6b241a242c97f0492d382c390dfa3";

    private static final String TIME = "0000018cc251f400";
    /** cert_hash (1), 34 bytes, sha256 (4), 32 bytes: SHA-256 of the certificate. */
    private static final String CERT_HASH =
            "01" + "0022" + "04" + "20" + "03d66dd08835c1ca3f128cceacd1f31ac94163096b20f445ae84285bc0832d72";

    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of(
                        "single", 0xF0000003, EntryKey.SINGLE, true, "abc", "f0000003" + TIME + "0100000003616263"),
                Arguments.of(
                        "array: the index is zero",
                        0x10,
                        new EntryKey.ArrayIndex(5),
                        true,
                        "abc",
                        "00000010" + TIME + "00000000" + "0100000003616263"),
                Arguments.of(
                        "dictionary",
                        0x1,
                        new EntryKey.DictionaryKey(NODE.octets()),
                        true,
                        "abc",
                        "00000001" + TIME + "0010" + "0102030405060708090a0b0c0d0e0f10" + "0100000003616263"),
                Arguments.of(
                        "removal",
                        0x1,
                        new EntryKey.DictionaryKey(hex("6b")),
                        false,
                        "",
                        "00000001" + TIME + "0001" + "6b" + "0000000000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void bytesAreThoseOfTheRfc(String name, int kind, EntryKey key, boolean exists, String value, String bytes) {
        SignedValue signed =
                new SignedValue(ResourceId.of("alice@example.org"), kind, 1_704_067_200_000L, key, exists, text(value));

        assertThat(HexFormat.of()
                        .formatHex(
                                signed.bytes(ONE_NODE.identity(Optional.empty()).orElseThrow())))
                .isEqualTo(PREFIX + bytes + CERT_HASH);
    }

    @Test
    void aCertificateOfSeveralNodesIsHashedWithTheOneThatSigns() {
        NodeId other = new NodeId(hex("ff".repeat(15) + "00"));
        Signer signer = new Signer(CERTIFICATE, Keys.P256.getPublic(), List.of(NODE, other), 0, 1);

        assertThat(signer.identity(Optional.of(NODE)))
                .contains(new SignerIdentity(
                        SignerIdentity.Type.CERT_HASH_NODE_ID,
                        hex("92dd9ef448e7b8c60d6f8660e47351998975ba7c56331b688c8cefd7d9ecb623")));
        assertThat(signer.identity(Optional.empty())).isEmpty();
        assertThat(signer.identity(Optional.of(new NodeId(hex("00".repeat(15) + "01")))))
                .isEmpty();
        assertThat(signer.certificateHash())
                .isEqualTo(ONE_NODE.certificateHash())
                .isEqualTo(hex(CERT_HASH.substring(10)));
    }

    private static Octets text(String text) {
        return Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Octets hex(String hex) {
        return Octets.wrap(HexFormat.of().parseHex(hex));
    }
}
