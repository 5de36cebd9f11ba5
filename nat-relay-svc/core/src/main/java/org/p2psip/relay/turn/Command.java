package org.p2psip.relay.turn;

import java.util.List;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;

/** What a server wants done. In the order in which they were given. */
public sealed interface Command {
    /**
     * Send this to the client.
     *
     * @param octets a STUN message
     */
    record Answer(FiveTuple to, byte[] octets) implements Command {}

    /**
     * Open the allocation's relayed addresses, and say how it went: {@link TurnServer#opened} or
     * {@link TurnServer#notOpened}.
     */
    record OpenRelay(Allocation allocation, List<RelayPort> ports) implements Command {}

    /**
     * Close that relayed address of the allocation; what is on its way to a peer may be lost.
     *
     * @param last whether it was the only one, and the allocation is over
     */
    record CloseRelay(Allocation allocation, RelayPort port, boolean last) implements Command {}

    /**
     * Connect to the peer from the allocation's relayed address of the peer's family, and say how it went: {@link
     * TurnServer#connected} or {@link TurnServer#closed}.
     */
    record ConnectPeer(PeerConnection connection) implements Command {}

    /** From now on the octets of the two connections go from one to the other, those that wait first. */
    record Splice(FiveTuple client, PeerConnection connection) implements Command {}

    /** Close the connection with the peer, and the client's that is bound to it if there is one. */
    record ClosePeer(PeerConnection connection) implements Command {}

    /**
     * @param port 1 to 65535
     */
    record RelayPort(AddressFamily family, int port) {}
}
