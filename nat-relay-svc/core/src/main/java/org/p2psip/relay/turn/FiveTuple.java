package org.p2psip.relay.turn;

import java.net.InetSocketAddress;

/**
 * What an allocation is found by (RFC 8656 section 3.1): the client's address and the server's, and the protocol between
 * them.
 *
 * @param client resolved; the last NAT's address where there is one
 * @param server where the client sent to, as far as the socket knows
 */
public record FiveTuple(Transport transport, InetSocketAddress client, InetSocketAddress server) {
    /** How clients reach the server. */
    public enum Transport {
        UDP,
        TCP,
        TLS;

        /** Whether messages have to be told from one another in a stream of octets, and are padded in it. */
        public boolean isStream() {
            return this != UDP;
        }
    }
}
