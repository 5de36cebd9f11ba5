package org.p2psip.edge.service.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A packet of HEP version 3 as a collector reads it. */
public record HepDatagram(Map<Integer, byte[]> chunks) {
    public static HepDatagram read(byte[] datagram, int length) {
        ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
        byte[] magic = new byte[4];
        in.get(magic);
        assertThat(magic).asString(StandardCharsets.US_ASCII).isEqualTo("HEP3");
        assertThat(in.getShort() & 0xffff).isEqualTo(length);
        Map<Integer, byte[]> chunks = new HashMap<>();
        while (in.hasRemaining()) {
            assertThat(in.getShort()).as("vendor").isZero();
            int type = in.getShort();
            byte[] value = new byte[(in.getShort() & 0xffff) - 6];
            in.get(value);
            assertThat(chunks.put(type, value)).as("chunk %d", type).isNull();
        }
        return new HepDatagram(chunks);
    }

    public long number(int type) {
        long number = 0;
        for (byte b : chunks.get(type)) {
            number = number << 8 | b & 0xff;
        }
        return number;
    }

    public String text(int type) {
        return new String(chunks.get(type), StandardCharsets.ISO_8859_1);
    }

    public String address(int type) {
        try {
            return InetAddress.getByAddress(chunks.get(type)).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The SIP message. */
    public String payload() {
        return text(0x0f);
    }
}
