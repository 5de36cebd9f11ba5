package org.p2psip.relay.stun.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.relay.stun.Rfc5769.IPV4_RESPONSE;
import static org.p2psip.relay.stun.Rfc5769.IPV6_RESPONSE;
import static org.p2psip.relay.stun.Rfc5769.LONG_TERM_REQUEST;
import static org.p2psip.relay.stun.Rfc5769.REQUEST;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Userhash;
import org.p2psip.relay.stun.attribute.Username;

/** The vectors of RFC 5769 and of RFC 8489 appendix B.1, and what a change to them does. */
class MessageIntegrityTest {
    /** RFC 5769 sections 2.1 to 2.3: a short-term credential, whose key is the password itself. */
    private static final byte[] SHORT_TERM_KEY = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.US_ASCII);

    /** RFC 8489 appendix B.1, up to its MESSAGE-INTEGRITY-SHA256. */
    private static final String USERHASH_REQUEST = "0001009c2112a44278ad3433c6ad72c029da412e"
            + "001e0020" + "4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704"
            + "00150029" + "6f624d61744a6f7332414141" + "43662f2f3439396b39353464364f4c33346f4c394653547679363473"
            + "41000000"
            + "0014000b" + "6578616d706c652e6f726700";

    private static final String MATRIX = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";

    private static ByteBuffer octets(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUEST, IPV4_RESPONSE, IPV6_RESPONSE})
    void integrityOfTheSamplesIsRight(String sample) {
        assertThat(MessageIntegrity.SHA1.verify(octets(sample), SHORT_TERM_KEY)).isTrue();
        assertThat(MessageIntegrity.SHA1.verify(octets(sample), new byte[16])).isFalse();
        assertThat(MessageIntegrity.SHA256.verify(octets(sample), SHORT_TERM_KEY))
                .isFalse();
    }

    @Test
    void integrityOfTheSampleWithLongTermAuthenticationIsRight() {
        byte[] key = PasswordAlgorithm.MD5.key(MATRIX, "example.org", "TheMatrIX");
        assertThat(MessageIntegrity.SHA1.verify(octets(LONG_TERM_REQUEST), key)).isTrue();
    }

    @Test
    void everyFlippedBitBeforeTheIntegrityIsNoticed() {
        byte[] key = PasswordAlgorithm.MD5.key(MATRIX, "example.org", "TheMatrIX");
        byte[] sample = octets(LONG_TERM_REQUEST).array();
        for (int bit = 0; bit < (sample.length - 24) * 8; bit++) {
            byte[] flipped = sample.clone();
            flipped[bit / 8] ^= (byte) (0x80 >> bit % 8);
            // the length is set to the attribute's end before it is covered: a wrong one makes no message at all
            boolean length = bit / 8 == 2 || bit / 8 == 3;
            assertThat(MessageIntegrity.SHA1.verify(ByteBuffer.wrap(flipped), key))
                    .as("bit %d", bit)
                    .isEqualTo(length);
        }
    }

    /** The RFC prints 136 octets of attributes and a length of 156, and signs that length: the HMAC is of what it prints. */
    @Test
    void sha256OfTheSampleWithUserhashIsRight() {
        ByteBuffer sample = octets(USERHASH_REQUEST);
        byte[] key = PasswordAlgorithm.SHA256.key(MATRIX, "example.org", "TheMatrIX");
        assertThat(MessageIntegrity.SHA256.of(sample, sample.limit(), 0x9c, key))
                .asHexString()
                .isEqualToIgnoringCase("e4686c8f0edeb59013e07090010a93efccbccc544c0a45d9f830aa6d6f735a01");
        assertThat(Userhash.of(MATRIX, "example.org").hex()).isEqualTo(USERHASH_REQUEST.substring(48, 112));
    }

    @ParameterizedTest
    @EnumSource
    void signedMessageIsVerifiedWithTheKeyOnly(MessageIntegrity integrity) {
        byte[] key = {1, 2, 3};
        for (boolean fingerprint : List.of(false, true)) {
            StunMessage signed = integrity.sign(message(fingerprint), key);
            ByteBuffer wire = ByteBuffer.wrap(signed.encode());
            assertThat(StunDecoder.decode(wire)).isEqualTo(signed);
            assertThat(integrity.verify(wire, key)).isTrue();
            assertThat(integrity.verify(wire, new byte[] {1, 2, 4})).isFalse();
        }
    }

    @Test
    void sha256MayBeCutToSixteenOctetsAndNoFurther() {
        byte[] key = {7};
        StunMessage signed = MessageIntegrity.SHA256.sign(message(false), key);
        for (int octets : List.of(16, 20, 28, 12, 0)) {
            // the HMAC covers the length that the shorter message has
            byte[] blank = cut(signed, new byte[octets]).encode();
            byte[] whole = MessageIntegrity.SHA256.of(
                    ByteBuffer.wrap(blank), blank.length - 4 - octets, blank.length - 20, key);
            byte[] wire = cut(signed, Arrays.copyOf(whole, octets)).encode();
            assertThat(MessageIntegrity.SHA256.verify(ByteBuffer.wrap(wire), key))
                    .as("%d octets", octets)
                    .isEqualTo(octets >= 16);
        }
    }

    @Test
    void whatFollowsTheIntegrityIsIgnored() {
        StunMessage signed = MessageIntegrity.SHA1.sign(message(false), new byte[] {1});
        List<Attribute> more = new ArrayList<>(signed.attributes());
        more.add(new Username("mallory").encode());
        more.add(new Attribute(MessageIntegrity.SHA256.type(), new byte[32]));
        more.add(new Realm("elsewhere").encode());
        StunMessage added = new StunMessage(signed.type(), signed.transactionId(), more, true);
        StunMessage decoded = (StunMessage) StunDecoder.decode(ByteBuffer.wrap(added.encode()));
        assertThat(decoded.attributes())
                .extracting(Attribute::type)
                .containsExactly(Realm.TYPE, MessageIntegrity.SHA1.type(), MessageIntegrity.SHA256.type());
        assertThat(decoded.fingerprint()).isTrue();
    }

    private static StunMessage message(boolean fingerprint) {
        TransactionId id = new TransactionId(0x2112A44201020304L, 5);
        return new StunMessage(
                MessageType.BINDING_REQUEST, id, List.of(new Realm("example.org").encode()), fingerprint);
    }

    private static StunMessage cut(StunMessage message, byte[] value) {
        List<Attribute> attributes =
                List.of(message.attributes().getFirst(), new Attribute(MessageIntegrity.SHA256.type(), value));
        return new StunMessage(message.type(), message.transactionId(), attributes, false);
    }
}
