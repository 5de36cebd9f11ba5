package org.p2psip.tls.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections once their handshake is done. Handshakes are done beside each other, each within
 * {@value SecuredSockets#HANDSHAKE_LIMIT_MS} ms, so that who is silent keeps nobody else out.
 */
final class SecuredServerSocket extends ServerSocket {
    private static final Logger LOG = LoggerFactory.getLogger(SecuredServerSocket.class);
    /** Connections in their handshake, or that wait to be accepted; more wait in the system. */
    private static final int LIMIT = 64;

    private static final Executor LATE =
            CompletableFuture.delayedExecutor(SecuredSockets.HANDSHAKE_LIMIT_MS, TimeUnit.MILLISECONDS);

    private final SecuredSockets sockets;
    private final Semaphore room = new Semaphore(LIMIT);
    private final BlockingQueue<Socket> ready = new LinkedBlockingQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    /** Wakes who waits when there is nothing to come any more. */
    private final Socket end = new Socket();

    SecuredServerSocket(SecuredSockets sockets) throws IOException {
        this.sockets = sockets;
    }

    @Override
    public Socket accept() throws IOException {
        if (started.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("secured-accept").start(this::acceptPlain);
        }
        try {
            Socket next = ready.take();
            if (next == end) {
                ready.add(end);
                throw new SocketException("Socket closed");
            }
            room.release();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("Interrupted while waiting for a connection");
        }
    }

    private void acceptPlain() {
        while (!isClosed()) {
            try {
                room.acquire();
                Socket plain = super.accept();
                Thread.ofVirtual().name("secured-handshake").start(() -> handshake(plain));
            } catch (IOException e) {
                room.release();
                if (!isClosed()) {
                    LOG.warn("A connection could not be accepted: {}", e.toString());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void handshake(Socket plain) {
        AtomicBoolean done = new AtomicBoolean();
        LATE.execute(() -> {
            if (done.compareAndSet(false, true)) {
                closeLate(plain);
            }
        });
        try {
            Socket secured = sockets.serve(plain);
            if (done.compareAndSet(false, true) && !isClosed()) {
                ready.add(secured);
                return;
            }
            secured.close();
        } catch (IOException failed) {
            done.set(true);
            LOG.warn("A connection from {} is refused: {}", plain.getRemoteSocketAddress(), failed.toString());
        }
        room.release();
    }

    private static void closeLate(Socket plain) {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.debug("A connection that was late could not be closed: {}", e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        ready.add(end);
    }
}
