package org.p2psip.suite.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes packets of HEP version 3 and gives the SIP messages in them. */
final class HepCollector implements AutoCloseable {
    private static final int PAYLOAD = 0x0f;

    private final DatagramSocket socket;

    HepCollector() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no UDP socket", e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** All messages that come until none has come for so long. */
    List<String> messages(Duration quiet) {
        List<String> messages = new ArrayList<>();
        try {
            socket.setSoTimeout((int) quiet.toMillis());
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                socket.receive(packet);
                messages.add(payload(ByteBuffer.wrap(packet.getData(), 0, packet.getLength())));
            }
        } catch (SocketTimeoutException quietNow) {
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot receive", e);
        }
    }

    private static String payload(ByteBuffer packet) {
        byte[] magic = new byte[4];
        packet.get(magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals("HEP3") || packet.getShort() != packet.limit()) {
            throw new AssertionError("no packet of HEP version 3");
        }
        while (packet.hasRemaining()) {
            packet.getShort();
            int type = packet.getShort();
            byte[] value = new byte[packet.getShort() - 6];
            packet.get(value);
            if (type == PAYLOAD) {
                return new String(value, StandardCharsets.ISO_8859_1);
            }
        }
        throw new AssertionError("a packet without payload");
    }

    @Override
    public void close() {
        socket.close();
    }
}
