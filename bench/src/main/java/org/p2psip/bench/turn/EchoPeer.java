package org.p2psip.bench.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;

/** The peer of all clients: sends every datagram back to where it came from, on a thread of its own. */
final class EchoPeer implements AutoCloseable {
    private static final int SOCKET_OCTETS = 1 << 22;

    private final DatagramChannel socket = DatagramChannel.open();

    EchoPeer() throws IOException {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_OCTETS);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::echo, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    private void echo() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(2_048);
        try {
            while (true) {
                SocketAddress from = socket.receive(datagram.clear());
                socket.send(datagram.flip(), from);
            }
        } catch (AsynchronousCloseException closed) {
            // the end of the bench
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
