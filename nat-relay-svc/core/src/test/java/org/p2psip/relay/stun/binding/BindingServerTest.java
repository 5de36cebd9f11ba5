package org.p2psip.relay.stun.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.MappedAddress;
import org.p2psip.relay.stun.attribute.Software;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.stun.binding.BindingCounts.Kind;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.stun.binding.SourceRateLimit.Limits;

class BindingServerTest {
    private static final TransactionId ID = new TransactionId(0x2112A44201020304L, 0x05060708090A0B0CL);
    private static final TransactionId CLASSIC_ID = new TransactionId(0x1122334401020304L, 0x05060708090A0B0CL);
    private static final ClientAddress IPV4 = new ClientAddress(new InetSocketAddress("192.0.2.1", 32853));
    private static final ClientAddress IPV6 = new ClientAddress(new InetSocketAddress("2001:db8::1", 32853));
    private static final ClientAddress OWN = new ClientAddress(new InetSocketAddress("127.0.0.1", 4000));

    private final BindingServer server = new BindingServer(new SourceRateLimit(new Limits(1, 1_000, 10)), OWN::equals);

    private static StunMessage request(TransactionId id, boolean fingerprint, Integer... attributeTypes) {
        List<Attribute> attributes = List.of(attributeTypes).stream()
                .map(type -> new Attribute(type, new byte[0]))
                .toList();
        return new StunMessage(MessageType.BINDING_REQUEST, id, attributes, fingerprint);
    }

    private Outcome receive(byte[] datagram, ClientAddress sender) {
        return server.receive(ByteBuffer.wrap(datagram), sender, 0);
    }

    private StunMessage answer(StunMessage request, ClientAddress sender) {
        byte[] octets = ((Outcome.Answer) receive(request.encode(), sender)).octets();
        return (StunMessage) StunDecoder.decode(ByteBuffer.wrap(octets));
    }

    @Test
    void requestIsAnsweredWithTheSendersAddress() {
        for (ClientAddress sender : List.of(IPV4, IPV6)) {
            StunMessage answer = answer(request(ID, false), sender);
            assertThat(answer.type()).isEqualTo(MessageType.BINDING_SUCCESS);
            assertThat(answer.transactionId()).isEqualTo(ID);
            assertThat(answer.attributes())
                    .containsExactly(
                            new XorMappedAddress(sender.address()).encode(ID), new Software("p2psip").encode());
        }
        assertThat(server.counts().of(Kind.REQUEST)).isEqualTo(2);
        assertThat(server.counts().of(Kind.SUCCESS)).isEqualTo(2);
    }

    @Test
    void clientOfRfc3489GetsMappedAddressAndItsWholeTransactionId() {
        StunMessage answer = answer(request(CLASSIC_ID, false), IPV4);
        assertThat(answer.transactionId()).isEqualTo(CLASSIC_ID);
        assertThat(answer.first(MappedAddress.TYPE)).contains(new MappedAddress(IPV4.address()).encode());
        assertThat(answer.first(XorMappedAddress.TYPE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerHasAFingerprintWhenTheRequestHadOne(boolean fingerprint) {
        assertThat(answer(request(ID, fingerprint), IPV4).fingerprint()).isEqualTo(fingerprint);
        assertThat(answer(request(ID, fingerprint, 0x0003), IPV4).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void unknownRequiredAttributesAreNamedInA420EachOnce() {
        StunMessage answer = answer(request(ID, false, 0x0003, 0x8029, 0x0024, 0x0003), IPV4);
        assertThat(answer.type()).isEqualTo(MessageType.BINDING_ERROR);
        assertThat(answer.first(ErrorCode.TYPE).flatMap(ErrorCode::decode)).contains(ErrorCode.UNKNOWN_ATTRIBUTE);
        assertThat(answer.first(UnknownAttributes.TYPE).flatMap(UnknownAttributes::decode))
                .contains(new UnknownAttributes(List.of(0x0003, 0x0024)));
        assertThat(server.counts().of(Kind.UNKNOWN_ATTRIBUTE)).isEqualTo(1);
        assertThat(server.counts().of(Kind.SUCCESS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8022, 0x8029, 0xFFFF, 0x0001, 0x0009, 0x000A, 0x0020})
    void optionalAndKnownButUnexpectedAttributesAreIgnored(int type) {
        assertThat(answer(request(ID, false, type), IPV4).type()).isEqualTo(MessageType.BINDING_SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "1, INDICATION, INDICATION",
        "1, SUCCESS_RESPONSE, UNEXPECTED",
        "1, ERROR_RESPONSE, UNEXPECTED",
        "3, REQUEST, UNEXPECTED",
        "6, INDICATION, UNEXPECTED"
    })
    void whatIsNoBindingRequestGetsNoAnswer(int method, MessageClass messageClass, Kind reason) {
        StunMessage message = new StunMessage(new MessageType(method, messageClass), ID, List.of(), false);
        assertThat(receive(message.encode(), IPV4)).isEqualTo(new Outcome.Silence(reason));
        assertThat(server.counts().of(reason)).isEqualTo(1);
        assertThat(server.counts().of(Kind.REQUEST)).isZero();
    }

    @Test
    void indicationWithUnknownRequiredAttributesGetsNoAnswer() {
        StunMessage indication =
                new StunMessage(MessageType.BINDING_INDICATION, ID, List.of(new Attribute(0x0003, new byte[4])), false);
        assertThat(receive(indication.encode(), IPV4)).isEqualTo(new Outcome.Silence(Kind.INDICATION));
    }

    @ParameterizedTest
    @CsvSource({
        "00010004" + "2112a442" + "0102030405060708090a0b0c, MALFORMED",
        "00010008" + "2112a442" + "0102030405060708090a0b0c" + "8028000400000000, MALFORMED",
        "0d0a0d0a, NOT_STUN"
    })
    void brokenAndForeignDatagramsGetNoAnswer(String datagram, Kind reason) {
        assertThat(receive(HexFormat.of().parseHex(datagram), IPV4)).isEqualTo(new Outcome.Silence(reason));
        assertThat(server.counts().of(reason)).isEqualTo(1);
    }

    @Test
    void sourceBeyondItsRateGetsNoAnswerAndOthersDo() {
        byte[] request = request(ID, false).encode();
        IntStream.range(0, 1_000)
                .forEach(i -> assertThat(receive(request, IPV4)).isInstanceOf(Outcome.Answer.class));
        assertThat(receive(request, IPV4)).isEqualTo(new Outcome.Silence(Kind.RATE_LIMITED));
        assertThat(receive(request, IPV6)).isInstanceOf(Outcome.Answer.class);
        assertThat(server.receive(ByteBuffer.wrap(request), IPV4, 1_000_000_000L))
                .isInstanceOf(Outcome.Answer.class);
        assertThat(server.counts().of(Kind.RATE_LIMITED)).isEqualTo(1);
        assertThat(server.counts().of(Kind.REQUEST)).isEqualTo(1_003);
    }

    @Test
    void ownReadinessCheckIsNotLimited() {
        byte[] request = request(ID, false).encode();
        IntStream.range(0, 2_000).forEach(i -> assertThat(receive(request, OWN)).isInstanceOf(Outcome.Answer.class));
    }

    @Test
    void silenceTakesNoToken() {
        byte[] indication = new StunMessage(MessageType.BINDING_INDICATION, ID, List.of(), false).encode();
        IntStream.range(0, 2_000).forEach(i -> receive(indication, IPV4));
        assertThat(receive(request(ID, false).encode(), IPV4)).isInstanceOf(Outcome.Answer.class);
    }

    @Test
    void answerIsNeverMuchLargerThanItsRequest() {
        BindingServer unlimited = new BindingServer(new SourceRateLimit(new Limits(1, 1, 1)), sender -> true);
        int growth = 0;
        for (int unknown = 0; unknown < 300; unknown++) {
            Integer[] types = IntStream.range(0x4000, 0x4000 + unknown).boxed().toArray(Integer[]::new);
            for (ClientAddress sender : List.of(IPV4, IPV6)) {
                for (StunMessage request : List.of(
                        request(ID, true, types), request(ID, false, types), request(CLASSIC_ID, true, types))) {
                    byte[] octets = request.encode();
                    Outcome outcome = unlimited.receive(ByteBuffer.wrap(octets), sender, 0);
                    growth = Math.max(growth, ((Outcome.Answer) outcome).octets().length - octets.length);
                }
            }
        }
        assertThat(growth).isEqualTo(BindingServer.MAX_GROWTH_OCTETS);
    }
}
