package org.p2psip.edge.service.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Lets two engines shake hands without a network. */
final class HandshakeInMemory {
    private static final int STEPS = 100;

    private HandshakeInMemory() {}

    static void run(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(65_536);
        ByteBuffer toClient = ByteBuffer.allocate(65_536);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < STEPS && !(isDone(client) && isDone(server)); i++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
        if (!isDone(client)) {
            throw new SSLException("no end of the handshake");
        }
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            default -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(65_536));
                in.compact();
            }
        }
    }
}
