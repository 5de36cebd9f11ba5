package org.p2psip.tls.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Passes one connection on to a port of loopback, and keeps what goes over it in both directions. */
final class RecordingProxy implements AutoCloseable {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int target;

    RecordingProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    String seen() {
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    private void serve() {
        try (Socket in = listening.accept();
                Socket out = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread back = Thread.ofVirtual().start(() -> pass(out, in));
            pass(in, out);
            back.join();
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] bytes = new byte[4096];
        try {
            for (int length = from.getInputStream().read(bytes);
                    length > 0;
                    length = from.getInputStream().read(bytes)) {
                seen.write(bytes, 0, length);
                to.getOutputStream().write(bytes, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException closed) {
            seen.writeBytes(("closed: " + closed.getMessage()).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
