package org.p2psip.tls.socket;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.p2psip.identity.Role;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.Standing;
import org.p2psip.tls.TlsCount;
import org.p2psip.tls.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 sockets among members of one role and site. Certificates are shown and checked at each handshake, so that a
 * renewed one is used without a restart; connections that last are ended when the certificate of the other side stops to be
 * good. Any thread.
 */
public final class SecuredSockets {
    /** A side that is silent for longer during the handshake is given up. */
    static final int HANDSHAKE_LIMIT_MS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(SecuredSockets.class);
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final GrpcSecurity security;
    private final SSLContext context;
    /** Who is at the other end of each connection that is used; guarded by itself. */
    private final Map<SSLSocket, X509Certificate> open = new WeakHashMap<>();

    /** @param role of who connects and of who is connected to */
    public SecuredSockets(GrpcSecurity security, Role role) {
        this.security = security;
        this.context = security.amongSite(role);
    }

    /** Whether this member has a certificate to show; without one nobody can be reached. */
    public boolean isReady() {
        return security.own().isPresent();
    }

    /** One that is not connected yet. The handshake follows the connection. */
    public Socket client() throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setSoTimeout(HANDSHAKE_LIMIT_MS);
        socket.addHandshakeCompletedListener(event -> {
            try {
                socket.setSoTimeout(0);
                remember(socket, event.getSession());
            } catch (IOException closed) {
                LOG.debug("A connection was closed after its handshake: {}", closed.toString());
            }
        });
        return socket;
    }

    /** One that is not bound yet. What it accepts has done the handshake. */
    public ServerSocket server() throws IOException {
        return new SecuredServerSocket(this);
    }

    /**
     * Makes the serving side of a connection out of one that came in. Blocks.
     *
     * @throws IOException when it does not become one; it is closed then
     */
    Socket serve(Socket plain) throws IOException {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setNeedClientAuth(true);
            socket.setSoTimeout(HANDSHAKE_LIMIT_MS);
            socket.startHandshake();
            remember(socket, socket.getSession());
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException failed) {
            security.counts().add(TlsCount.HANDSHAKES_FAILED);
            plain.close();
            throw failed;
        }
    }

    private void remember(SSLSocket socket, SSLSession session) throws SSLPeerUnverifiedException {
        synchronized (open) {
            open.put(socket, (X509Certificate) session.getPeerCertificates()[0]);
        }
    }

    /** Ends connections with those whose certificate is not good any more: after each change of what is trusted. */
    public void sweep() {
        List<Map.Entry<SSLSocket, X509Certificate>> all;
        synchronized (open) {
            open.keySet().removeIf(Socket::isClosed);
            all = open.entrySet().stream()
                    .map(each -> Map.entry(each.getKey(), each.getValue()))
                    .toList();
        }
        for (Map.Entry<SSLSocket, X509Certificate> each : all) {
            if (security.check(each.getValue()) instanceof Standing.Refused(String reason)) {
                security.counts().add(TlsCount.CONNECTIONS_ENDED);
                LOG.warn(
                        "A connection is ended: the {} is not good any more: {}",
                        Trust.describe(each.getValue()),
                        reason);
                end(each.getKey());
            }
        }
    }

    private static void end(SSLSocket socket) {
        try {
            // Else it waits for whoever writes to a peer that does not read
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.warn("A connection could not be closed in order: {}", e.toString());
        }
    }
}
