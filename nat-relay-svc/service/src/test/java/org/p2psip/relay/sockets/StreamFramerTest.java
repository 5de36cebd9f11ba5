package org.p2psip.relay.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramerTest {
    private static final String BINDING = "000100002112a4420102030405060708090a0b0c";
    /** Five octets of data and three of padding. */
    private static final String CHANNEL_DATA = "40000005" + "0102030405000000";

    private static final String EMPTY_CHANNEL_DATA = "40010000";

    private static List<String> framed(EmbeddedChannel channel) {
        List<String> messages = new ArrayList<>();
        for (ByteBuf message = channel.readInbound(); message != null; message = channel.readInbound()) {
            messages.add(ByteBufUtil.hexDump(message));
            message.release();
        }
        return messages;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 20, 1000})
    void messagesAreTheSameHoweverTheyArrive(int pieces) {
        EmbeddedChannel channel = new EmbeddedChannel(new StreamFramer());
        byte[] stream = HexFormat.of().parseHex(BINDING + CHANNEL_DATA + EMPTY_CHANNEL_DATA + BINDING);
        for (int at = 0; at < stream.length; at += pieces) {
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, Math.min(pieces, stream.length - at)));
        }
        assertThat(framed(channel)).containsExactly(BINDING, CHANNEL_DATA, EMPTY_CHANNEL_DATA, BINDING);
        assertThat(channel.finish()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16030101", "80010000", "00010003", "c0000000"})
    void streamThatIsNeitherStunNorChannelDataIsClosed(String octets) {
        EmbeddedChannel channel = new EmbeddedChannel(new StreamFramer());
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(octets)));
        assertThat(channel.isOpen()).isFalse();
        assertThat(framed(channel)).isEmpty();
    }

    @Test
    void longestMessageOfAHeaderIsAwaited() {
        EmbeddedChannel channel = new EmbeddedChannel(new StreamFramer());
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("4000ffff")));
        assertThat(channel.isOpen()).isTrue();
        assertThat(framed(channel)).isEmpty();
        channel.finishAndReleaseAll();
    }
}
