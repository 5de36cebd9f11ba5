package org.p2psip.edge.service.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.p2psip.edge.service.Counts;

/**
 * TLS of one edge, with the keys that are current: a handshake begins with those that there are then, and a connection
 * keeps what it began with. Handlers and answers on the event loop only; {@link #use} from any thread.
 */
public final class Tls {
    private final TlsOptions options;
    private final Executor arithmetic;
    private final Counts<TlsCounter> counts;
    private volatile TlsKeys keys;

    /** @param arithmetic does what takes a handshake milliseconds, so that the event loop does not */
    public Tls(TlsOptions options, Executor arithmetic, Counts<TlsCounter> counts) throws TlsFilesRefused {
        this.options = options;
        this.arithmetic = arithmetic;
        this.counts = counts;
        this.keys = TlsKeys.read(options);
    }

    /** Whether there is a certificate, so that others can connect. */
    public boolean isServer() {
        return keys.server() != null;
    }

    /** A handler for a connection that came in. */
    public SslHandler accepting(ByteBufAllocator allocator) {
        return limited(keys.server().newHandler(allocator, arithmetic));
    }

    /** The same for a browser. */
    public SslHandler acceptingWebSocket(ByteBufAllocator allocator) {
        return limited(keys.webSocketServer().newHandler(allocator, arithmetic));
    }

    /**
     * A handler for a connection that is opened.
     *
     * @param serverName who is wanted there, said as SNI (RFC 6066 section 3) unless it is an address
     */
    public SslHandler connecting(ByteBufAllocator allocator, String serverName, int port) {
        SslContext client = keys.client();
        return limited(client.newHandler(allocator, unbracketed(serverName), port, arithmetic));
    }

    private SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(options.handshakeTimeoutMs());
        return handler;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whom the server's certificate names; the handshake has found it trusted. */
    public Set<String> serverIdentities(SSLSession session) {
        try {
            return identities((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Set.of(); // no cipher that is allowed goes without a certificate
        }
    }

    /** Whom a client's certificate names; nobody when it showed none, or one that is not trusted. */
    public Set<String> clientIdentities(SSLSession session) {
        X509Certificate[] chain;
        try {
            chain = (X509Certificate[]) session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException e) {
            return Set.of(); // it has none, as most phones
        }
        if (options.clients() != TlsOptions.ClientCertificates.REQUIRE
                && !keys.trust().leadsFrom(chain)) {
            counts.add(TlsCounter.CLIENT_CERTIFICATES_UNTRUSTED);
            return Set.of();
        }
        return identities(chain[0]);
    }

    private static Set<String> identities(X509Certificate certificate) {
        return PeerCertificate.namesOf(certificate).identities();
    }

    /** Counts what came of a handshake. */
    public void count(TlsCounter counter) {
        counts.add(counter);
    }

    /** Why a handshake failed. */
    public static TlsCounter reason(Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return TlsCounter.FAILURES_TIMEOUT;
        }
        if (cause instanceof NotSslRecordException) {
            return TlsCounter.FAILURES_NOT_TLS;
        }
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof CertificateException) {
                return TlsCounter.FAILURES_UNTRUSTED;
            }
        }
        String text = String.valueOf(cause.getMessage());
        if (text.contains("Empty client certificate chain")) {
            return TlsCounter.FAILURES_UNTRUSTED;
        }
        boolean theirs = !(cause instanceof SSLException) || text.startsWith("Received fatal alert");
        return theirs ? TlsCounter.FAILURES_BY_PEER : TlsCounter.FAILURES_PROTOCOL;
    }

    /** Handshakes begin with these keys from now on. */
    void use(TlsKeys fresh) {
        keys = fresh;
    }
}
