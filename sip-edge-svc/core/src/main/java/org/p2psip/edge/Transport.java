package org.p2psip.edge;

/** A SIP transport (RFC 3261 section 18), by the token that a Via header names it with. */
public enum Transport {
    UDP,
    TCP;

    /** Whether the transport itself delivers: retransmission timers are off (RFC 3261 section 17). */
    public boolean isReliable() {
        return this != UDP;
    }

    /** The value of a URI's {@code transport} parameter. */
    public String parameter() {
        return this == UDP ? "udp" : "tcp";
    }
}
