package org.p2psip.edge.service.hep;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One message as a packet of HEP version 3 (the specification of the HOMER project, "HEP3 Network Protocol"): the magic,
 * the length of all, and chunks of vendor, type, length and value.
 */
final class HepPacket {
    /** A packet is one datagram; a message that leaves no room for it is cut. */
    static final int MAX_BYTES = 65_000;

    private static final int MAGIC = 0x48455033; // HEP3
    private static final int HEADER = 6;
    private static final int VENDOR_GENERIC = 0;
    private static final int MAX_OVERHEAD = 160;
    private static final int MAX_CORRELATION = 1_024;

    private static final byte FAMILY_IPV4 = 2;
    private static final byte FAMILY_IPV6 = 10;
    private static final byte PROTOCOL_TCP = 6;
    private static final byte PROTOCOL_UDP = 17;
    private static final byte TYPE_SIP = 1;

    private static final int FAMILY = 0x01;
    private static final int PROTOCOL = 0x02;
    private static final int SOURCE_IPV4 = 0x03;
    private static final int DESTINATION_IPV4 = 0x04;
    private static final int SOURCE_IPV6 = 0x05;
    private static final int DESTINATION_IPV6 = 0x06;
    private static final int SOURCE_PORT = 0x07;
    private static final int DESTINATION_PORT = 0x08;
    private static final int SECONDS = 0x09;
    private static final int MICROSECONDS = 0x0a;
    private static final int TYPE = 0x0b;
    private static final int CAPTURE_AGENT = 0x0c;
    private static final int PAYLOAD = 0x0f;
    private static final int CORRELATION = 0x11;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_BYTES);
    private final int captureId;

    /** @param captureId tells this edge from others at the collector */
    HepPacket(int captureId) {
        this.captureId = captureId;
    }

    /**
     * Makes the packet; it is good until the next is made.
     *
     * @param udp whether the message travelled by UDP; every other transport stands on TCP
     * @param epochMicros when, in microseconds since 1970
     * @param callId puts the messages of a call together
     */
    ByteBuffer of(
            InetSocketAddress from,
            InetSocketAddress to,
            boolean udp,
            long epochMicros,
            String callId,
            byte[] message) {
        buffer.clear().position(HEADER);
        addresses(from.getAddress(), to.getAddress());
        chunk(PROTOCOL, 1).put(udp ? PROTOCOL_UDP : PROTOCOL_TCP);
        chunk(SOURCE_PORT, 2).putShort((short) from.getPort());
        chunk(DESTINATION_PORT, 2).putShort((short) to.getPort());
        long second = TimeUnit.SECONDS.toMicros(1);
        chunk(SECONDS, 4).putInt((int) (epochMicros / second));
        chunk(MICROSECONDS, 4).putInt((int) (epochMicros % second));
        chunk(TYPE, 1).put(TYPE_SIP);
        chunk(CAPTURE_AGENT, 4).putInt(captureId);
        byte[] correlation = callId.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(correlation.length, MAX_CORRELATION);
        chunk(CORRELATION, length).put(correlation, 0, length);
        int room = Math.min(message.length, MAX_BYTES - MAX_OVERHEAD - MAX_CORRELATION);
        chunk(PAYLOAD, room).put(message, 0, room);
        buffer.putInt(0, MAGIC).putShort(4, (short) buffer.position());
        return buffer.flip();
    }

    private void addresses(InetAddress from, InetAddress to) {
        if (from instanceof Inet4Address && to instanceof Inet4Address) {
            chunk(FAMILY, 1).put(FAMILY_IPV4);
            chunk(SOURCE_IPV4, 4).put(from.getAddress());
            chunk(DESTINATION_IPV4, 4).put(to.getAddress());
        } else {
            chunk(FAMILY, 1).put(FAMILY_IPV6);
            chunk(SOURCE_IPV6, 16).put(sixteen(from));
            chunk(DESTINATION_IPV6, 16).put(sixteen(to));
        }
    }

    /** An IPv4 address as IPv6 has it (RFC 4291 section 2.5.5.2). */
    private static byte[] sixteen(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16
                ? bytes
                : ByteBuffer.allocate(16)
                        .putShort(10, (short) -1)
                        .put(12, bytes)
                        .array();
    }

    private ByteBuffer chunk(int type, int length) {
        return buffer.putShort((short) VENDOR_GENERIC).putShort((short) type).putShort((short) (HEADER + length));
    }
}
