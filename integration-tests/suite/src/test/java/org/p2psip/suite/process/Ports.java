package org.p2psip.suite.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free ports on loopback, and who listens. The kernel hands out ports of 32768 and above for outgoing connections:
 * those given here are below, so that nobody takes one between the look and its use.
 */
public final class Ports {
    private static final int FIRST = 12_000;
    private static final int LAST = 31_000;
    private static final int ATTEMPTS = 200;
    private static final int PROBE_MS = 200;

    private Ports() {}

    /** A port that is free over UDP and TCP. */
    public static int free() {
        return freeRange(1);
    }

    /** The first of {@code count} ports in a row, each free over UDP and TCP. */
    public static int freeRange(int count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST - count);
            if (IntStream.range(first, first + count).allMatch(Ports::isFree)) {
                return first;
            }
        }
        throw new AssertionError("no " + count + " free ports in a row between " + FIRST + " and " + LAST);
    }

    /** Whether nobody holds the port on loopback. Takes and releases it: not for a port that a program is to bind. */
    public static boolean isFree(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, port));
                ServerSocket tcp = new ServerSocket()) {
            tcp.setReuseAddress(true);
            tcp.bind(new InetSocketAddress(loopback, port));
            return udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Whether some process has bound the port, looked up without touching it. */
    public static boolean isBound(String transport, int port) {
        boolean tcp = transport.equals("tcp");
        String local = ":%04X".formatted(port);
        try (var lines = Files.lines(Path.of("/proc/net/" + transport))) {
            return lines.map(String::trim)
                    .map(line -> line.split("\\s+"))
                    // 0A is LISTEN: a TCP connection from that port is none
                    .anyMatch(column -> column[1].endsWith(local) && (!tcp || column[3].equals("0A")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the kernel's table of sockets", e);
        }
    }

    /** Whether a host answers at the port, asked over the network: for hosts whose tables cannot be looked up. */
    public static boolean isServed(String transport, InetSocketAddress address) {
        boolean tcp;
        try (Socket socket = new Socket()) {
            socket.connect(address, PROBE_MS);
            tcp = true;
        } catch (ConnectException refused) {
            // The host is there: what UDP says next is about the port
            tcp = false;
        } catch (IOException nobody) {
            return false;
        }
        return transport.equals("tcp") ? tcp : isServedByUdp(address);
    }

    /** Nobody's port is told by ICMP; a program that reads an empty line keeps silent. */
    private static boolean isServedByUdp(InetSocketAddress address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address);
            socket.setSoTimeout(PROBE_MS);
            byte[] line = {'\r', '\n', '\r', '\n'};
            socket.send(new DatagramPacket(line, line.length));
            socket.receive(new DatagramPacket(line, line.length));
            return true;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
