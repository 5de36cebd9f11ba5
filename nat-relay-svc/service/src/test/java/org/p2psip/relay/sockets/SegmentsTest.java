package org.p2psip.relay.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.1", 5_004);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 5_004);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Segments segments = new Segments(channel, true);

    /** Each as address, octets, and the size of its segments if it has any. */
    private List<String> written() {
        segments.finish();
        channel.flush();
        List<String> written = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            String size = packet instanceof SegmentedDatagramPacket segmented ? " by " + segmented.segmentSize() : "";
            written.add((packet.recipient().equals(ALICE) ? "alice " : "bob ")
                    + ByteBufUtil.hexDump(packet.content())
                    + size);
            assertThat(packet.release()).isTrue();
        }
        return written;
    }

    private void write(InetSocketAddress to, int... octets) {
        byte[] data = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            data[i] = (byte) octets[i];
        }
        // one of its own even where it is empty: that is released once, too
        segments.write(Unpooled.buffer(data.length + 1).writeBytes(data), to);
    }

    @Test
    void thoseOfOneSizeToOneAddressAreOne() {
        write(ALICE, 1, 2);
        write(ALICE, 3, 4);
        write(ALICE, 5, 6);
        assertThat(written()).containsExactly("alice 010203040506 by 2");
        assertThat(written()).isEmpty();
    }

    @Test
    void anotherAddressOrSizeBeginsAnewAndTheOrderStays() {
        write(ALICE, 1, 2);
        write(BOB, 3, 4);
        write(BOB, 5);
        write(BOB, 6);
        write(ALICE, 7);
        assertThat(written()).containsExactly("alice 0102", "bob 0304", "bob 0506 by 1", "alice 07");
    }

    @Test
    void emptyOnesStayByThemselves() {
        write(ALICE);
        write(ALICE);
        assertThat(written()).containsExactly("alice ", "alice ");
    }

    @Test
    void noMoreThanTheKernelTakesAreOne() {
        for (int i = 0; i < 33; i++) {
            write(ALICE, 1);
        }
        assertThat(written()).containsExactly("alice " + "01".repeat(32) + " by 1", "alice 01");
        for (int i = 0; i < 40; i++) {
            write(ALICE, new int[2_047]);
        }
        assertThat(written()).hasSize(2);
        write(ALICE, new int[40_000]);
        write(ALICE, new int[40_000]);
        assertThat(written()).hasSize(2);
    }

    @Test
    void kernelThatDoesNotCutGetsEachByItself() {
        Segments plain = new Segments(channel, false);
        plain.write(Unpooled.wrappedBuffer(new byte[] {1}), ALICE);
        plain.write(Unpooled.wrappedBuffer(new byte[] {2}), ALICE);
        plain.finish();
        assertThat(written()).containsExactly("alice 01", "alice 02");
    }
}
