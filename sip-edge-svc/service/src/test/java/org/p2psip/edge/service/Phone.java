package org.p2psip.edge.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/** A phone that says what the test tells it, over UDP or TCP. Ends each wait after {@value #TIMEOUT_MS} ms. */
final class Phone implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final Set<String> REPEATED = Set.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq");

    private final InetSocketAddress edge;
    private final DatagramSocket udp;
    private final Socket tcp;
    private final String callId = UUID.randomUUID().toString();
    private int cseq;

    private Phone(InetSocketAddress edge, DatagramSocket udp, Socket tcp) {
        this.edge = edge;
        this.udp = udp;
        this.tcp = tcp;
    }

    static Phone overUdp(InetSocketAddress edge) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        socket.setSoTimeout(TIMEOUT_MS);
        return new Phone(edge, socket, null);
    }

    static Phone overTcp(InetSocketAddress edge) throws IOException {
        Socket socket = new Socket(edge.getAddress(), edge.getPort());
        socket.setSoTimeout(TIMEOUT_MS);
        return new Phone(edge, null, socket);
    }

    int port() {
        return udp != null ? udp.getLocalPort() : tcp.getLocalPort();
    }

    String register(String user, int expires) throws IOException {
        return ask(
                "REGISTER",
                "sip:example.org",
                user,
                "Contact: <" + contact(user) + ">\r\nExpires: " + expires + "\r\n");
    }

    String contact(String user) {
        return "sip:" + user + "@127.0.0.1:" + port() + (tcp == null ? "" : ";transport=tcp");
    }

    /** Sends a request and waits for its final response. */
    String ask(String method, String uri, String user, String headers) throws IOException {
        cseq++;
        send(method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/" + (tcp == null ? "UDP" : "TCP") + " 127.0.0.1:" + port()
                + ";rport;branch=z9hG4bK" + UUID.randomUUID() + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:" + user + "@example.org>;tag=1\r\n"
                + "To: <" + (method.equals("REGISTER") ? "sip:" + user + "@example.org" : uri) + ">\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + cseq + " " + method + "\r\n"
                + headers
                + "Content-Length: 0\r\n\r\n");
        return receiveFinal();
    }

    void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (udp != null) {
            udp.send(new DatagramPacket(bytes, bytes.length, edge));
        } else {
            tcp.getOutputStream().write(bytes);
        }
    }

    /** Answers a request that it received. */
    void answer(String request, int status) throws IOException {
        send(responseTo(request, status));
    }

    /** A response with what a response has to repeat (RFC 3261 8.2.6.2). */
    static String responseTo(String request, int status) {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + " So Told\r\n");
        for (String line : request.split("\r\n\r\n")[0].split("\r\n")) {
            String name = line.substring(0, Math.max(0, line.indexOf(':')));
            if (REPEATED.contains(name)) {
                response.append(line).append(name.equals("To") ? ";tag=answering\r\n" : "\r\n");
            }
        }
        return response + "Contact: <sip:answering@127.0.0.1:9>\r\nContent-Length: 0\r\n\r\n";
    }

    /** The next message that is no provisional response. */
    String receiveFinal() throws IOException {
        String message = receive();
        while (message.startsWith("SIP/2.0 1")) {
            message = receive();
        }
        return message;
    }

    /** One message without a body; empty when the edge closed the connection. */
    String receive() throws IOException {
        if (udp != null) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            udp.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }
        StringBuilder message = new StringBuilder();
        InputStream in = tcp.getInputStream();
        while (message.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return message.toString();
            }
            message.append((char) next);
        }
        return message.toString();
    }

    @Override
    public void close() throws IOException {
        if (udp != null) {
            udp.close();
        } else {
            tcp.close();
        }
    }
}
