package org.p2psip.edge.service.health;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Sends a SIP OPTIONS over UDP, as a phone or another proxy would (RFC 3261 section 11), and reads the answer. */
final class OptionsProbe {
    private static final int MAX_ANSWER = 8_192;

    private OptionsProbe() {}

    /**
     * Waits for the final response, at most {@code timeoutMs}.
     *
     * @param edge where it is sent
     * @param uri of the edge itself, as it advertises it
     * @return its status line
     * @throws IOException when there is none in time
     */
    static String ask(InetSocketAddress edge, String uri, int timeoutMs) throws IOException {
        InetSocketAddress to = new InetSocketAddress(reachable(edge.getAddress()), edge.getPort());
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to); // a closed port then is an error at once
            socket.setSoTimeout(timeoutMs);
            byte[] request = request(to, uri, socket.getLocalPort());
            socket.send(new DatagramPacket(request, request.length));
            DatagramPacket answer = new DatagramPacket(new byte[MAX_ANSWER], MAX_ANSWER);
            String status;
            do {
                socket.receive(answer);
                String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
                status = text.lines().findFirst().orElse("");
            } while (status.startsWith("SIP/2.0 1"));
            return status;
        }
    }

    private static byte[] request(InetSocketAddress to, String uri, int port) {
        String host = to.getAddress() instanceof Inet6Address
                ? "[" + to.getAddress().getHostAddress() + "]"
                : to.getAddress().getHostAddress();
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return ("OPTIONS " + uri + " SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP " + host + ":" + port + ";rport;branch=z9hG4bK" + unique + "\r\n"
                        + "Max-Forwards: 1\r\n"
                        + "From: <sip:health@" + host + ">;tag=" + unique + "\r\n"
                        + "To: <" + uri + ">\r\n"
                        + "Call-ID: health-" + unique + "\r\n"
                        + "CSeq: 1 OPTIONS\r\n"
                        + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static InetAddress reachable(InetAddress listened) throws IOException {
        if (!listened.isAnyLocalAddress()) {
            return listened;
        }
        return listened instanceof Inet4Address
                ? InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
                : InetAddress.getByName("::1");
    }
}
