package org.p2psip.cli.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks a Kafka broker which versions it speaks: a broker answers that only once it takes requests. The request is
 * ApiVersions version 0 of the Kafka protocol: api_key 18, api_version, correlation_id, client_id.
 */
public record BrokerProbe(String host, int port) implements Readiness.Probe {
    private static final int TIMEOUT_MS = 1000;
    private static final short API_VERSIONS = 18;
    private static final short NO_CLIENT_ID = -1;
    private static final int REQUEST_BYTES = 10;
    private static final int CORRELATION_ID = 0x70327073;

    @Override
    public Readiness ask() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            DataOutputStream request = new DataOutputStream(socket.getOutputStream());
            request.writeInt(REQUEST_BYTES);
            request.writeShort(API_VERSIONS);
            request.writeShort(0);
            request.writeInt(CORRELATION_ID);
            request.writeShort(NO_CLIENT_ID);
            request.flush();
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            answer.readInt();
            int correlationId = answer.readInt();
            short error = answer.readShort();
            return correlationId == CORRELATION_ID && error == 0
                    ? new Readiness.Ready()
                    : new Readiness.NotReady(host + ":" + port + " answers, but not as a Kafka broker does");
        } catch (IOException noAnswer) {
            return new Readiness.NotReady("no Kafka at " + host + ":" + port + ": " + noAnswer.getMessage());
        }
    }
}
