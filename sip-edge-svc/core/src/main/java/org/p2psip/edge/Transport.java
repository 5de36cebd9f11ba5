package org.p2psip.edge;

/** A SIP transport (RFC 3261 section 18, RFC 7118), by the token that a Via header names it with. */
public enum Transport {
    UDP("udp", false),
    TCP("tcp", false),
    TLS("tls", true),
    WS("ws", false),
    WSS("wss", true);

    private static final int DEFAULT_PORT = 5060;
    private static final int DEFAULT_SECURE_PORT = 5061;
    private static final int DEFAULT_WS_PORT = 80;
    private static final int DEFAULT_WSS_PORT = 443;

    private final String parameter;
    private final boolean secure;

    Transport(String parameter, boolean secure) {
        this.parameter = parameter;
        this.secure = secure;
    }

    /** Whether the transport itself delivers: retransmission timers are off (RFC 3261 section 17). */
    public boolean isReliable() {
        return this != UDP;
    }

    /** Whether it is encrypted, as a {@code sips} URI asks for. */
    public boolean isSecure() {
        return secure;
    }

    /** Whether only its client can open a connection: a WebSocket (RFC 7118 section 5). */
    public boolean isOpenedByClientOnly() {
        return this == WS || this == WSS;
    }

    /** The value of a URI's {@code transport} parameter. */
    public String parameter() {
        return parameter;
    }

    /** The port of a URI or Via that names none (RFC 3261 19.1.2, RFC 7118 section 5). */
    public int defaultPort() {
        return switch (this) {
            case UDP, TCP -> DEFAULT_PORT;
            case TLS -> DEFAULT_SECURE_PORT;
            case WS -> DEFAULT_WS_PORT;
            case WSS -> DEFAULT_WSS_PORT;
        };
    }
}
