package org.p2psip.relay.stun.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.MappedAddress;
import org.p2psip.relay.stun.attribute.Software;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.stun.binding.SourceRateLimit.Limits;

/**
 * Broken messages by the hundred thousand from one seed: nothing throws, what is read is written and read alike, and no
 * answer grows beyond its bound.
 */
class MutationTest {
    private static final long SEED = 8489;
    private static final int ROUNDS = 300_000;
    private static final ClientAddress SENDER = new ClientAddress(new InetSocketAddress("2001:db8::7", 3478));

    private static final List<byte[]> SEEDS = List.of(
            hex("00010000" + "2112a442" + "0102030405060708090a0b0c"),
            hex("00010000" + "0102030405060708090a0b0c0d0e0f10"),
            new BindingClientTransaction(new TransactionId(0x2112A44201020304L, 5)).request(),
            hex("00010018" + "2112a442" + "0102030405060708090a0b0c" + "0003000400000006" + "0024000141000000"
                    + "8022000261620000"),
            hex("01010018" + "2112a442" + "0102030405060708090a0b0c" + "002000080001a147e112a643"
                    + "8022000670327073697000" + "00"),
            hex("01110028" + "2112a442" + "0102030405060708090a0b0c" + "0009000800000414556e6b6e" + "000a00040003000c"
                    + "00010014000200010000000000000000000000000000000001".substring(0, 40)));

    private static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets);
    }

    @Test
    void nothingThatIsReceivedThrowsOrIsAnsweredAtLength() {
        Random random = new Random(SEED);
        BindingServer server = new BindingServer(new SourceRateLimit(new Limits(1, 1, 1)), sender -> true);
        int sound = 0;
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] datagram = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            if (StunDecoder.decode(ByteBuffer.wrap(datagram)) instanceof StunMessage message) {
                sound++;
                assertThat(StunDecoder.decode(ByteBuffer.wrap(message.encode())))
                        .isEqualTo(message);
                message.attributes().forEach(attribute -> readAsEverything(attribute, message.transactionId()));
            }
            if (server.receive(ByteBuffer.wrap(datagram), SENDER, round) instanceof Outcome.Answer answer) {
                answered++;
                assertThat(answer.octets().length)
                        .isLessThanOrEqualTo(datagram.length + BindingServer.MAX_GROWTH_OCTETS);
            }
        }
        // the mutations are neither too wild nor too tame to tell something
        assertThat(sound).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
        assertThat(answered).isBetween(ROUNDS / 100, sound);
    }

    /** A value that is understood is written and understood alike. */
    private static void readAsEverything(Attribute attribute, TransactionId id) {
        MappedAddress.decode(attribute).ifPresent(value -> assertThat(MappedAddress.decode(value.encode()))
                .contains(value));
        XorMappedAddress.decode(attribute, id)
                .ifPresent(value -> assertThat(XorMappedAddress.decode(value.encode(id), id))
                        .contains(value));
        ErrorCode.decode(attribute)
                .ifPresent(value -> assertThat(ErrorCode.decode(value.encode())).contains(value));
        UnknownAttributes.decode(attribute).ifPresent(value -> assertThat(UnknownAttributes.decode(value.encode()))
                .contains(value));
        Software.decode(attribute)
                .ifPresent(value -> assertThat(Software.decode(value.encode())).contains(value));
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] datagram = seed.clone();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            datagram = change(datagram, random);
        }
        // half of them with the length that fits, so that mutations reach the attributes
        if (datagram.length >= 4 && random.nextBoolean()) {
            ByteBuffer.wrap(datagram).putShort(2, (short) (datagram.length - 20));
        }
        return datagram;
    }

    private static byte[] change(byte[] datagram, Random random) {
        int at = datagram.length == 0 ? 0 : random.nextInt(datagram.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(datagram, at);
            }
            case 1 -> {
                return Arrays.copyOf(datagram, datagram.length + 4 * random.nextInt(8));
            }
            default -> {
                byte[] changed = datagram.clone();
                if (changed.length > 0) {
                    changed[at] = (byte) random.nextInt();
                }
                return changed;
            }
        }
    }
}
