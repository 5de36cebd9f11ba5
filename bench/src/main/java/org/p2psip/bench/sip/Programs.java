package org.p2psip.bench.sip;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of the machine. */
public final class Programs {
    private static final int ASK_AGAIN_MS = 200;

    private Programs() {}

    /** Whether PATH has a program of that name. */
    public static boolean isInstalled(String name) {
        String path = System.getenv("PATH");
        return path != null
                && (Arrays.stream(path.split(File.pathSeparator))
                                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)))
                        || Files.isExecutable(Path.of("/usr/sbin", name)));
    }

    /** Whether a SIP server answers anything there in time. */
    static boolean answers(InetSocketAddress address, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        byte[] buffer = new byte[4096];
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(ASK_AGAIN_MS);
            for (int i = 1; System.nanoTime() - end < 0; i++) {
                byte[] options = options(address, socket.getLocalPort(), i);
                try {
                    socket.send(new DatagramPacket(options, options.length, address));
                    socket.receive(new DatagramPacket(buffer, buffer.length));
                    return true;
                } catch (SocketTimeoutException notYet) {
                    continue;
                }
            }
        }
        return false;
    }

    private static byte[] options(InetSocketAddress to, int port, int number) {
        return ("OPTIONS sip:127.0.0.1:%1$d SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bKup%3$d;rport\r\n"
                        + "Max-Forwards: 70\r\nFrom: <sip:bench@elsewhere.invalid>;tag=up\r\nTo: <sip:127.0.0.1:%1$d>\r\n"
                        + "Call-ID: up-%2$d-%3$d\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
                .formatted(to.getPort(), port, number)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
