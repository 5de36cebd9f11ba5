package org.p2psip.relay.turn;

import java.util.Optional;

/** How the server reaches an allocation's peers. */
public enum PeerTransport {
    UDP(17),
    /** Every peer has a connection of its own, and the client one for each of them (RFC 6062). */
    TCP(6);

    private final int protocol;

    PeerTransport(int protocol) {
        this.protocol = protocol;
    }

    /** IANA's number of the protocol. */
    public int protocol() {
        return protocol;
    }

    /** Empty for protocols that are not relayed. */
    public static Optional<PeerTransport> of(int protocol) {
        return switch (protocol) {
            case 17 -> Optional.of(UDP);
            case 6 -> Optional.of(TCP);
            default -> Optional.empty();
        };
    }
}
