package org.p2psip.relay.turn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.TurnMethod;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.XorPeerAddress;

class IndicationTest {
    private static final TransactionId ID = new TransactionId(0x2112A442F1020304L, 0xF5060708090A0B0CL);
    private static final Attribute PEER = new XorPeerAddress(new InetSocketAddress("203.0.113.9", 61_000)).encode(ID);

    private final SendIndication send = new SendIndication();

    private static ByteBuffer message(Attribute... attributes) {
        StunMessage message =
                new StunMessage(TurnMethod.SEND.type(MessageClass.INDICATION), ID, List.of(attributes), false);
        return ByteBuffer.wrap(message.encode());
    }

    @Test
    void sendIsReadWhereItLies() {
        byte[] data = {1, 2, 3, 4, 5};
        ByteBuffer message = message(PEER, Data.encode(data));
        assertThat(Short.toUnsignedInt(message.getShort(0))).isEqualTo(SendIndication.TYPE);
        assertThat(send.read(message)).isTrue();
        byte[] read = new byte[send.dataOctets()];
        message.get(send.dataAt(), read);
        assertThat(read).isEqualTo(data);
        assertThat(send.port()).isEqualTo(61_000);
        assertThat(send.isIpv6()).isFalse();
        assertThat(send.low()).isEqualTo(0xCB007109L);
        assertThat(send.dontFragment()).isFalse();
    }

    @Test
    void sendToIpv6IsReadTooAndMayForbidFragments() {
        Attribute peer = new XorPeerAddress(new InetSocketAddress("2001:db8::1:2", 5)).encode(ID);
        assertThat(send.read(message(DontFragment.encode(), Data.encode(new byte[0]), peer)))
                .isTrue();
        assertThat(send.isIpv6()).isTrue();
        assertThat(send.high()).isEqualTo(0x20010DB800000000L);
        assertThat(send.low()).isEqualTo(0x10002L);
        assertThat(send.port()).isEqualTo(5);
        assertThat(send.dontFragment()).isTrue();
        assertThat(send.dataOctets()).isZero();
    }

    @Test
    void sendWithoutPeerOrDataOrWithWhatNobodyKnowsIsNone() {
        Attribute data = Data.encode(new byte[4]);
        assertThat(send.read(message(PEER))).isFalse();
        assertThat(send.read(message(data))).isFalse();
        assertThat(send.read(message(PEER, data, new Attribute(0x7F00, new byte[1]))))
                .isFalse();
        assertThat(send.read(message(new Attribute(XorPeerAddress.TYPE, new byte[8]), data)))
                .isFalse();
        assertThat(send.read(message(PEER, data, new Attribute(0xFF00, new byte[1]))))
                .isTrue();
    }

    @Test
    void sendThatIsCutAnywhereIsNone() {
        byte[] whole = message(PEER, Data.encode(new byte[9])).array();
        for (int octets = 0; octets < whole.length; octets++) {
            assertThat(send.read(ByteBuffer.wrap(Arrays.copyOf(whole, octets))))
                    .as("%d octets", octets)
                    .isFalse();
            if (octets >= 20) {
                byte[] cut = Arrays.copyOf(whole, octets);
                ByteBuffer.wrap(cut).putShort(2, (short) (octets - 20));
                assertThat(send.read(ByteBuffer.wrap(cut)))
                        .as("%d octets, and so it says", octets)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.9", "2001:db8::9"})
    void dataIsAMessageThatNamesThePeerAndItsData(String address) {
        InetSocketAddress peer = new InetSocketAddress(address, 61_000);
        DataIndication indication = new DataIndication(peer, new Random(1));
        for (int octets : List.of(5, 0, 172, 4)) {
            byte[] before = indication.before(octets);
            byte[] whole = Arrays.copyOf(before, before.length + octets + ChannelData.padding(octets));
            Arrays.fill(whole, before.length, before.length + octets, (byte) 7);
            StunMessage message = (StunMessage) StunDecoder.decode(ByteBuffer.wrap(whole));
            assertThat(message.type()).isEqualTo(TurnMethod.DATA.type(MessageClass.INDICATION));
            assertThat(message.first(XorPeerAddress.TYPE)
                            .flatMap(value -> XorPeerAddress.decode(value, message.transactionId())))
                    .contains(new XorPeerAddress(peer));
            assertThat(message.first(Data.TYPE).orElseThrow().value())
                    .isEqualTo(Arrays.copyOfRange(whole, before.length, before.length + octets));
            assertThat(before.length).isLessThanOrEqualTo(DataIndication.MAX_OCTETS);
        }
    }

    @Test
    void channelDataIsToldByItsFirstOctetAndPaddedToFour() {
        assertThat(ChannelData.begins(0x40)).isTrue();
        assertThat(ChannelData.begins(0x7F)).isTrue();
        assertThat(ChannelData.begins(0x00)).isFalse();
        assertThat(ChannelData.begins(0x80)).isFalse();
        assertThat(ChannelData.header(0x4001, 172)).isEqualTo(0x400100AC);
        assertThat(List.of(0, 1, 2, 3, 4, 172)).extracting(ChannelData::padding).containsExactly(0, 3, 2, 1, 0, 0);
    }
}
