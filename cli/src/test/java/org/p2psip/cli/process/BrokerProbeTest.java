package org.p2psip.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {
    /** What a peer does with the request's bytes. */
    private interface Peer {
        byte[] answer(byte[] request);
    }

    private Readiness ask(Peer peer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, peer));
            Readiness readiness = new BrokerProbe("127.0.0.1", server.getLocalPort(), Optional.empty()).ask();
            served.join();
            return readiness;
        }
    }

    private static void serve(ServerSocket server, Peer peer) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] request = in.readNBytes(in.readInt());
            new DataOutputStream(socket.getOutputStream()).write(peer.answer(request));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void brokerThatTellsItsVersionsIsReady() throws Exception {
        Readiness readiness = ask(request -> {
            // api_key 18, version 0, correlation id, no client id
            assertThat(HexFormat.of().formatHex(request)).matches("00120000[0-9a-f]{8}ffff");
            byte[] answer = new byte[14];
            answer[3] = 10;
            System.arraycopy(request, 4, answer, 4, 4);
            return answer;
        });

        assertThat(readiness).isEqualTo(new Readiness.Ready());
    }

    @Test
    void somethingElseOnThePortIsNoBroker() throws Exception {
        Readiness readiness = ask(request -> "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(readiness).isInstanceOfSatisfying(Readiness.NotReady.class, notReady -> assertThat(notReady.why())
                .contains("not as a Kafka broker"));
    }

    @Test
    void nobodyOnThePortIsNotReady() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0)) {
            port = server.getLocalPort();
        }

        assertThat(new BrokerProbe("127.0.0.1", port, Optional.empty()).ask())
                .isInstanceOfSatisfying(Readiness.NotReady.class, notReady -> assertThat(notReady.why())
                        .startsWith("no Kafka at 127.0.0.1:" + port));
    }
}
