package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.message.TortureMessages.datagram;
import static org.p2psip.edge.message.TortureMessages.text;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the torture messages: the parser never throws, and what it accepts can be read and edited. */
class MutationTest {
    private static final int MUTATIONS = 20_000;
    private static final long SEED = 4475;
    private static final String PIECES = "\r\n\"<>;,:=@?%*[]/\\ \t\0\u00ff0zZ";

    private final Random random = new Random(SEED);

    @Test
    void mutatedDatagramsNeverThrowAndWhatIsAcceptedHolds() {
        List<byte[]> seeds =
                TortureMessages.ALL.stream().map(TortureMessages::bytes).toList();
        int accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutate(seeds.get(random.nextInt(seeds.size())));
            Decoded decoded = datagram(mutated);
            try {
                if (ParserOracle.datagram(decoded, mutated.length)) {
                    accepted++;
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Mutation " + i + " of seed " + SEED + ":\n" + text(mutated), e);
            }
        }

        assertThat(accepted).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
    }

    @Test
    void mutatedStreamsNeverThrowAndGiveTheSameInAnyChunks() {
        for (int i = 0; i < MUTATIONS / 10; i++) {
            byte[] stream = join(mutate(anyTorture()), anyTorture(), mutate(anyTorture()));
            List<String> atOnce = ParserOracle.texts(new StreamFramer(), stream, stream.length);
            List<String> inChunks = ParserOracle.texts(new StreamFramer(), stream, 1 + random.nextInt(200));

            assertThat(inChunks).as("Stream %d of seed %d", i, SEED).isEqualTo(atOnce);
        }
    }

    private byte[] anyTorture() {
        return TortureMessages.bytes(TortureMessages.ALL.get(random.nextInt(TortureMessages.ALL.size())));
    }

    private byte[] mutate(byte[] message) {
        byte[] bytes = message.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            byte piece = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
            bytes = switch (random.nextInt(6)) {
                case 0 -> replaced(bytes, at, at + 1, piece);
                case 1 -> replaced(bytes, at, at, piece);
                case 2 -> replaced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)));
                case 3 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 40)));
                case 4 -> replaced(bytes, at, at + 1, (byte) random.nextInt(256));
                default -> random.nextInt(20) == 0 ? Arrays.copyOf(bytes, at) : replaced(bytes, at, at + 1, piece);
            };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int end, byte... piece) {
        return join(Arrays.copyOf(bytes, from), piece, Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        WireText joined = new WireText(length);
        for (byte[] part : parts) {
            joined.raw(part, 0, part.length);
        }
        return joined.toBytes();
    }
}
