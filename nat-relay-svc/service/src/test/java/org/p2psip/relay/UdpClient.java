package org.p2psip.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A client with a socket of the JDK, which has nothing in common with the service's Netty. */
public final class UdpClient implements AutoCloseable {
    private static final int ANSWER_MILLIS = 3_000;

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    public UdpClient(InetSocketAddress server) {
        this.server = server;
        try {
            socket = new DatagramSocket(0, server.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public void send(byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next datagram that arrives, or nothing after three seconds. */
    public Optional<ByteBuffer> receive() {
        DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
        try {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.receive(answer);
            return Optional.of(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
