package org.p2psip.bench.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.p2psip.bench.measure.Samples;

/**
 * Response times as a single phone sees them beside the load: one request at a time, {@value #PER_SECOND} a second.
 * SIPp's own times are too coarse, as it looks at its sockets once a millisecond at best.
 */
final class Probe {
    /** What is sent, and what ends one measurement. */
    enum Kind {
        /** A REGISTER until its 200. */
        REGISTER,
        /** An OPTIONS through the proxy to the probe itself, until it arrives there. */
        OPTIONS,
        /** An INVITE to somebody unknown, until its final response. */
        INVITE
    }

    private static final int PER_SECOND = 50;
    private static final int PATIENCE_MS = 1_000;
    private static final int MAX_DATAGRAM = 65_535;

    private final InetSocketAddress server;
    private final String domain;
    private final Kind kind;
    private final String user = "probe" + Long.toHexString(System.nanoTime());
    private int sequence;
    private int lost;

    Probe(InetSocketAddress server, String domain, Kind kind) {
        this.server = server;
        this.domain = domain;
        this.kind = kind;
    }

    /** Requests without an answer within a second. */
    int lost() {
        return lost;
    }

    /** Asks until the time is up; response times in µs. */
    Samples run(long nanos) throws IOException {
        double[] times = new double[(int) (TimeUnit.NANOSECONDS.toSeconds(nanos) + 1) * PER_SECOND];
        int count = 0;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PATIENCE_MS);
            long interval = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
            long start = System.nanoTime();
            if (kind == Kind.OPTIONS) {
                ask(socket, Kind.REGISTER);
                lost = 0;
            }
            while (System.nanoTime() - start < nanos && count < times.length) {
                long began = System.nanoTime();
                double micros = ask(socket, kind);
                if (micros < 0) {
                    lost++;
                } else {
                    times[count++] = micros;
                }
                LockSupport.parkNanos(interval - (System.nanoTime() - began));
            }
        }
        return Samples.of(Arrays.copyOf(times, count));
    }

    private double ask(DatagramSocket socket, Kind what) throws IOException {
        sequence++;
        byte[] request = request(socket, what);
        long sent = System.nanoTime();
        socket.send(new DatagramPacket(request, request.length, server));
        byte[] buffer = new byte[MAX_DATAGRAM];
        String mine = "CSeq: " + sequence + " ";
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException late) {
                return -1;
            }
            long arrived = System.nanoTime();
            String message = new String(buffer, 0, packet.getLength(), StandardCharsets.ISO_8859_1);
            if (message.contains(mine) && ends(message, what)) {
                if (what == Kind.OPTIONS) {
                    reply(socket, message);
                } else if (what == Kind.INVITE) {
                    acknowledge(socket, message);
                }
                return (arrived - sent) / 1e3;
            }
        }
    }

    private static boolean ends(String message, Kind what) {
        return what == Kind.OPTIONS
                ? message.startsWith("OPTIONS ")
                : message.startsWith("SIP/2.0 ") && !message.startsWith("SIP/2.0 1");
    }

    private byte[] request(DatagramSocket socket, Kind what) {
        String here = "127.0.0.1:" + socket.getLocalPort();
        String to = what == Kind.INVITE ? "nobody" + sequence : user;
        String uri = what == Kind.REGISTER ? "sip:" + domain : "sip:" + to + '@' + domain;
        return ("%1$s %2$s SIP/2.0\r\nVia: SIP/2.0/UDP %3$s;branch=%4$s;rport\r\nMax-Forwards: 70\r\n"
                        + "From: <sip:%5$s@%8$s>;tag=probe\r\nTo: <sip:%6$s@%9$s>\r\nCall-ID: %5$s-%1$s-%7$s\r\n"
                        + "CSeq: %10$d %1$s\r\nContact: <sip:%5$s@%3$s>\r\nContent-Length: 0\r\n\r\n")
                .formatted(
                        what,
                        uri,
                        here,
                        branch(),
                        user,
                        to,
                        what == Kind.REGISTER ? "0" : Integer.toString(sequence),
                        what == Kind.REGISTER ? domain : "elsewhere.invalid",
                        domain,
                        sequence)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String branch() {
        return "z9hG4bK" + user + sequence;
    }

    /** So that the proxy has no transaction left that waits. */
    private void reply(DatagramSocket socket, String request) throws IOException {
        StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String line : request.split("\r\n")) {
            if (line.matches("(Via|From|Call-ID|CSeq):.*")) {
                response.append(line).append("\r\n");
            } else if (line.startsWith("To:")) {
                response.append(line).append(";tag=probed\r\n");
            }
        }
        send(socket, response.append("Content-Length: 0\r\n\r\n").toString());
    }

    private void acknowledge(DatagramSocket socket, String response) throws IOException {
        StringBuilder ack = new StringBuilder("ACK sip:nobody" + sequence + '@' + domain + " SIP/2.0\r\n");
        for (String line : response.split("\r\n")) {
            if (line.matches("(Via|From|To|Call-ID):.*")) {
                ack.append(line).append("\r\n");
            }
        }
        send(
                socket,
                ack.append("CSeq: " + sequence + " ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
                        .toString());
    }

    private void send(DatagramSocket socket, String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }
}
