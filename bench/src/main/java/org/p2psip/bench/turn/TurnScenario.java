package org.p2psip.bench.turn;

/**
 * What clients do.
 *
 * @param label in the table
 * @param channels whether by ChannelData, else by Send and Data indications
 * @param clients each with an allocation
 * @param messagesPerSecond of all together, each relayed twice; 0: each client sends when the echo has come
 * @param burst messages that a client sends at once
 */
record TurnScenario(String label, boolean channels, int clients, int messagesPerSecond, int burst) {
    /** RTP of 20 ms of G.711. */
    static final int PAYLOAD_OCTETS = 172;
}
