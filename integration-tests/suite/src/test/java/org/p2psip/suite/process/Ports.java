package org.p2psip.suite.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
}
