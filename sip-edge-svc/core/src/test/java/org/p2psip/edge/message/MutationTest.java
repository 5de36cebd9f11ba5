package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.message.TortureMessages.datagram;
import static org.p2psip.edge.message.TortureMessages.message;
import static org.p2psip.edge.message.TortureMessages.text;

import java.util.ArrayList;
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
                switch (decoded) {
                    case Decoded.Complete complete -> {
                        accepted++;
                        holds(complete.message());
                    }
                    case Decoded.Malformed malformed -> canBeAnswered(malformed.answerable(), malformed.status());
                    case Decoded.Refused refused -> canBeAnswered(refused.answerable(), refused.status());
                    case Decoded.KeepAlive keepAlive ->
                        assertThat(keepAlive.consumed()).isEqualTo(mutated.length);
                    case Decoded.Stun stun -> assertThat(stun.consumed()).isEqualTo(stun.message().length);
                    case Decoded.Incomplete incomplete -> throw new AssertionError("A datagram is never incomplete");
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
            List<String> atOnce = texts(new StreamFramer(), stream, stream.length);
            List<String> inChunks = texts(new StreamFramer(), stream, 1 + random.nextInt(200));

            assertThat(inChunks).as("Stream %d of seed %d", i, SEED).isEqualTo(atOnce);
        }
    }

    private static void holds(SipMessage message) {
        assertThat(message.edit().toBytes()).isEqualTo(message.bytes());
        assertThat(message.topVia().host()).isNotEmpty();
        assertThat(message.callId()).isNotEmpty();
        assertThat(message.cseq().number()).isBetween(0L, CSeq.MAX_NUMBER);
        assertThat(message.maxForwards()).isBetween(-1, 255);
        assertThat(message.from().uriText()).contains(":");
        assertThat(message.to().uriText()).contains(":");
        assertThat(message.method()).isNotEmpty();
        assertThat(message.expires()).isGreaterThanOrEqualTo(-1);
        readLists(message);

        SipMessage again = message(message.edit()
                .prepend(Header.VIA, "SIP/2.0/UDP edge.example.org;branch=z9hG4bKedge")
                .set(Header.MAX_FORWARDS, "12")
                .set(Header.CONTENT_LENGTH, Integer.toString(message.bodyLength()))
                .toBytes());
        assertThat(again.topVia().branch()).isEqualTo("z9hG4bKedge");
        assertThat(again.maxForwards()).isEqualTo(12);
        assertThat(again.values(Header.VIA).subList(1, again.values(Header.VIA).size()))
                .isEqualTo(message.values(Header.VIA));
        assertThat(again.callId()).isEqualTo(message.callId());
        assertThat(again.cseq()).isEqualTo(message.cseq());
        assertThat(again.from()).hasToString(message.from().toString());
        assertThat(again.to()).hasToString(message.to().toString());
        assertThat(again.requestUri()).isEqualTo(message.requestUri());
        assertThat(again.status()).isEqualTo(message.status());
        assertThat(again.reason()).isEqualTo(message.reason());
        assertThat(again.body()).isEqualTo(message.body());
        if (message.isRequest()) {
            canBeAnswered(message, 404);
        }
    }

    private static void readLists(SipMessage message) {
        try {
            for (NameAddr contact : message.contacts()) {
                SipUri uri = contact.uri();
                assertThat(contact.q()).isBetween(-1, 1000);
                if (uri != null) {
                    SipUri key = SipUri.parse(uri.canonicalKey()).orElseThrow();
                    assertThat(key.equivalent(uri)).isTrue();
                    assertThat(SipUri.parse(uri.asRequestUri())).isPresent();
                }
            }
            assertThat(message.vias().getFirst()).isEqualTo(message.topVia());
            assertThat(message.routes().size()).isGreaterThanOrEqualTo(message.count(Header.ROUTE));
        } catch (MalformedHeaderException malformed) {
            assertThat(malformed.header()).isIn(Header.CONTACT, Header.VIA, Header.ROUTE);
        }
    }

    private static void canBeAnswered(SipMessage request, int status) {
        if (request != null) {
            byte[] response = ResponseBuilder.of(request, status, null)
                    .toTag("t")
                    .topViaReceived("192.0.2.9", 5099)
                    .toBytes();
            assertThat(request.topVia().host()).isNotEmpty();
            assertThat(text(response)).startsWith("SIP/2.0 " + status + " ").endsWith("Content-Length: 0\r\n\r\n");
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

    private static List<String> texts(StreamFramer framer, byte[] stream, int chunk) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < stream.length; i += chunk) {
            for (Decoded decoded : framer.feed(stream, i, Math.min(chunk, stream.length - i))) {
                texts.add(
                        switch (decoded) {
                            case Decoded.Complete complete ->
                                text(complete.message().bytes());
                            case Decoded.Malformed malformed -> malformed.status() + malformed.reason();
                            case Decoded.Refused refused -> refused.status() + refused.reason();
                            case Decoded.KeepAlive keepAlive -> "keepalive " + keepAlive.consumed();
                            case Decoded.Stun stun -> "stun " + stun.consumed();
                            case Decoded.Incomplete incomplete -> throw new AssertionError(incomplete);
                        });
            }
        }
        return texts;
    }
}
