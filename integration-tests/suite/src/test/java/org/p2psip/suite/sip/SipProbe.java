package org.p2psip.suite.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A UDP socket of this machine that speaks SIP to one server on it. Used by one thread at a time. */
public final class SipProbe implements AutoCloseable {
    /** T1 of RFC 3261 17.1.1.1; doubled at each retransmission, up to T2. */
    private static final Duration T1 = Duration.ofMillis(500);

    private static final Duration T2 = Duration.ofSeconds(4);
    /** Longer than any answer may take. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(10);

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private SocketAddress lastSender;

    public SipProbe(InetSocketAddress server) {
        this.server = server;
        try {
            socket = new DatagramSocket(new InetSocketAddress(ownTowards(server), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no UDP socket", e);
        }
    }

    /** The address of this machine that the server sees. */
    private static InetAddress ownTowards(InetSocketAddress server) throws IOException {
        if (server.getAddress().isLoopbackAddress()) {
            return InetAddress.getLoopbackAddress();
        }
        try (DatagramSocket asked = new DatagramSocket()) {
            asked.connect(server); // sends nothing
            return asked.getLocalAddress();
        }
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    /** Its address, as a Via has it. */
    String sentBy() {
        return socket.getLocalAddress().getHostAddress() + ":" + localPort();
    }

    /** A URI by which this probe is reached, as a Contact has it. */
    public String contact(String user) {
        return "sip:" + user + "@" + sentBy();
    }

    /** Sends one datagram, whatever is in it. */
    public void send(String raw) {
        send(raw, server);
    }

    private void send(String raw, SocketAddress to) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send to " + to, e);
        }
    }

    /** The first response that matches; empty when the limit passes without one. Others are dropped. */
    public Optional<SipResponse> receive(Predicate<SipResponse> matching, Duration limit) {
        return receive(matching, limit, new ArrayList<>());
    }

    /** As {@link #receive}, but a response has to come: the failure shows what came instead. */
    public SipResponse await(Predicate<SipResponse> matching, Duration limit) {
        List<SipResponse> others = new ArrayList<>();
        return receive(matching, limit, others)
                .orElseThrow(() ->
                        new AssertionError("no matching response within " + limit.toMillis() + " ms, but " + others));
    }

    /** Sends a request, again by timer, until its final response; acknowledges that of an INVITE. */
    public Answered transact(SipRequest request) {
        return tryTransact(request)
                .orElseThrow(() -> new AssertionError("no final response within " + TRANSACTION_LIMIT.toSeconds()
                        + " s to:\n" + request.text(sentBy())));
    }

    /** As {@link #transact}; empty when no final response comes in time. */
    public Optional<Answered> tryTransact(SipRequest request) {
        String text = request.text(sentBy());
        long start = System.nanoTime();
        Duration interval = T1;
        Duration left = TRANSACTION_LIMIT;
        while (left.isPositive()) {
            send(text);
            Duration step = interval.compareTo(left) < 0 ? interval : left;
            Optional<SipResponse> last =
                    receive(response -> response.answers(request) && response.status() >= 200, step);
            if (last.isPresent()) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                if (request.method().equals("INVITE") && last.get().status() >= 300) {
                    send(request.ack(sentBy(), last.get()));
                }
                return Optional.of(new Answered(last.get(), took));
            }
            left = TRANSACTION_LIMIT.minusNanos(System.nanoTime() - start);
            interval = interval.multipliedBy(2).compareTo(T2) < 0 ? interval.multipliedBy(2) : T2;
        }
        return Optional.empty();
    }

    /** As {@link #tryTransact}; a challenge is answered once, and what comes then is the result. */
    public Optional<Answered> tryAuthenticated(SipRequest request, String user, String password) {
        Optional<Answered> first = tryTransact(request);
        if (first.map(Answered::status)
                .filter(status -> status == 401 || status == 407)
                .isEmpty()) {
            return first;
        }
        return tryTransact(request.again().with(DigestAnswer.to(first.get().response(), request, user, password)));
    }

    /** As {@link #transact}; a challenge is answered once, and what comes then is the result. */
    public Answered authenticated(SipRequest request, String user, String password) {
        Answered first = transact(request);
        if (first.status() != 401 && first.status() != 407) {
            return first;
        }
        return transact(request.again().with(DigestAnswer.to(first.response(), request, user, password)));
    }

    /** Sends a request once with the answer to a challenge, and waits for nothing. */
    public void sendAuthenticated(SipRequest request, SipResponse challenge, String user, String password) {
        send(request.with(DigestAnswer.to(challenge, request, user, password)).text(sentBy()));
    }

    /** Sends a request that has no answer, or whose answer nobody waits for. */
    void sendOnce(SipRequest request) {
        send(request.text(sentBy()));
    }

    /** Answers the request that was received last 200, to where it came from. */
    public void answer(SipResponse request, String... headerLines) {
        StringBuilder ok = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String name : List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq")) {
            String tag = name.equals("To") && !request.header("To").orElse("").contains(";tag=") ? ";tag=probe" : "";
            request.headers(name).forEach(value -> ok.append(name)
                    .append(": ")
                    .append(value)
                    .append(tag)
                    .append("\r\n"));
        }
        for (String line : headerLines) {
            ok.append(line).append("\r\n");
        }
        send(ok.append("Content-Length: 0\r\n\r\n").toString(), lastSender);
    }

    @Override
    public void close() {
        socket.close();
    }

    private Optional<SipResponse> receive(Predicate<SipResponse> matching, Duration limit, List<SipResponse> others) {
        long deadline = System.nanoTime() + limit.toNanos();
        byte[] bytes = new byte[65_535];
        while (true) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return Optional.empty();
            }
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.setSoTimeout((int) leftMillis);
                socket.receive(packet);
            } catch (SocketTimeoutException nothing) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot receive", e);
            }
            SipResponse response =
                    new SipResponse(new String(bytes, 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            if (matching.test(response)) {
                lastSender = packet.getSocketAddress();
                return Optional.of(response);
            }
            others.add(response);
        }
    }
}
