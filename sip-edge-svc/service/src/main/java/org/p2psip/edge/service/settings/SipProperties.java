package org.p2psip.edge.service.settings;

import java.util.List;
import java.util.Optional;

/** The {@code p2psip.sip.*} keys as they were written: the SIP transports. {@link SipSettings} checks them. */
public interface SipProperties {
    Optional<List<String>> listen();

    int port();

    Optional<List<String>> advertisedHost();

    Optional<Integer> advertisedPort();

    Optional<String> siteHost();

    Optional<Integer> sitePort();

    int udpSockets();

    int socketBufferBytes();

    Tls tls();

    WebSocket ws();

    WebSocket wss();

    int connections();

    int connectionsPerSource();

    int connectionIdleSeconds();

    int messageSeconds();

    int connectTimeoutMs();

    int connectionQueueBytes();

    Optional<List<String>> aliases();

    int tcpAboveBytes();

    int udpOnlySeconds();

    /** TLS, for SIP and for WebSockets. */
    interface Tls {
        int port();

        Optional<Integer> advertisedPort();

        Optional<String> certificate();

        Optional<String> key();

        Optional<String> trust();

        String minimumVersion();

        String clientCertificates();

        int handshakeTimeoutMs();

        int reloadSeconds();
    }

    /** SIP over WebSocket. */
    interface WebSocket {
        Optional<Integer> port();

        Optional<Integer> advertisedPort();

        Optional<List<String>> allowedOrigins();
    }
}
