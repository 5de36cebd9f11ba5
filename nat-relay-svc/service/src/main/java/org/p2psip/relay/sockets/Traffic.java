package org.p2psip.relay.sockets;

import java.util.concurrent.atomic.LongAdder;

/** Packets that were relayed, and those that were not. Any thread may read; all event loops add. */
public final class Traffic {
    /** Why a packet was dropped. */
    public enum Drop {
        /** Nobody has an allocation from where it came. */
        NO_ALLOCATION,
        /** ChannelData of a number that is bound to nobody, or whose time is over. */
        NO_CHANNEL,
        /** From or to a peer that the client has not permitted, or of a family that the allocation has not. */
        NO_PERMISSION,
        /** ChannelData or a Send indication that breaks the rules. */
        MALFORMED,
        /** Longer than a path's MTU: it was cut off when it was received. */
        TOO_LONG,
        /** Beyond the allocation's rate. */
        RATE,
        /** Those before it still wait to be sent. */
        QUEUE_FULL,
        /** The operating system refused it. */
        SEND_FAILED
    }

    private final LongAdder toPeers = new LongAdder();
    private final LongAdder octetsToPeers = new LongAdder();
    private final LongAdder toClients = new LongAdder();
    private final LongAdder octetsToClients = new LongAdder();
    private final LongAdder[] drops = new LongAdder[Drop.values().length];

    public Traffic() {
        for (int i = 0; i < drops.length; i++) {
            drops[i] = new LongAdder();
        }
    }

    void countToPeer(int octets) {
        toPeers.increment();
        octetsToPeers.add(octets);
    }

    void countToClient(int octets) {
        toClients.increment();
        octetsToClients.add(octets);
    }

    void countStreamToPeer(int octets) {
        octetsToPeers.add(octets);
    }

    void countStreamToClient(int octets) {
        octetsToClients.add(octets);
    }

    void count(Drop drop) {
        drops[drop.ordinal()].increment();
    }

    public long packetsToPeers() {
        return toPeers.sum();
    }

    /** Of the clients' data, without what TURN, UDP and IP add. */
    public long octetsToPeers() {
        return octetsToPeers.sum();
    }

    public long packetsToClients() {
        return toClients.sum();
    }

    /** Of the peers' data, without what TURN, UDP and IP add. */
    public long octetsToClients() {
        return octetsToClients.sum();
    }

    public long drops(Drop drop) {
        return drops[drop.ordinal()].sum();
    }
}
