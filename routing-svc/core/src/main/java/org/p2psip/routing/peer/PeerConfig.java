package org.p2psip.routing.peer;

/**
 * What a peer is configured with; one for all peers of an overlay. The service checks every value before it makes one.
 * Times are milliseconds. The defaults are for servers, not for the home devices of RFC 6940.
 *
 * @param neighbors kept in each direction (RFC 6940 section 10.1: at least 3)
 * @param updateIntervalMs neighbors are told the tables that often, even if nothing changed
 * @param updateGapMs changes within that time go into one Update
 * @param fingerIntervalMs a peer is searched for an empty place of the finger table that often
 * @param searchIntervalMs parts of the overlay that were lost are searched that often
 * @param joinTimeoutMs a step of joining that takes longer is given up
 * @param holdDownMs a peer that failed is not taken back from hearsay for that long
 * @param liveness how failed peers are found
 * @param forwarding how messages are sent and repeated
 * @param limits bounds of tables
 */
public record PeerConfig(
        int neighbors,
        int updateIntervalMs,
        int updateGapMs,
        int fingerIntervalMs,
        int searchIntervalMs,
        int joinTimeoutMs,
        int holdDownMs,
        Liveness liveness,
        Forwarding forwarding,
        Limits limits) {

    /**
     * How failed peers are found. One that is silent is pinged; when it answers neither that nor a Ping through another
     * peer it has failed.
     *
     * @param neighborSilenceMs a neighbor that was not heard of for that long is pinged
     * @param linkSilenceMs the same for other links
     * @param probeTimeoutMs time for an answer to a Ping
     * @param suspectAfter Pings without answer after which a peer is suspected: others are asked to reach it, and
     *     messages go around it where they can
     * @param failedAfter Pings without answer after which a peer has failed
     * @param vouchedMs a silent peer that others reach is kept for that long
     * @param idleMs a link that nobody needed for that long is closed
     */
    public record Liveness(
            int neighborSilenceMs,
            int linkSilenceMs,
            int probeTimeoutMs,
            int suspectAfter,
            int failedAfter,
            int vouchedMs,
            int idleMs) {
        /** For servers: a peer that vanished is replaced within four seconds. */
        public static Liveness defaults() {
            return new Liveness(1_000, 60_000, 500, 2, 4, 10_000, 60_000);
        }
    }

    /**
     * How messages are sent and repeated.
     *
     * @param ttl hops that a message may take
     * @param reliabilityTimerMs a request without answer is sent again after that (RFC 6940 section 6.2.1)
     * @param transmissions of one request, at most (5 there)
     * @param requestLifetimeMs for so long a repeated request is answered as the first was (15 s there)
     * @param viaLimit a via list that gets longer is kept here, and an opaque ID sent in its place (section 6.1.2)
     */
    public record Forwarding(int ttl, int reliabilityTimerMs, int transmissions, int requestLifetimeMs, int viaLimit) {
        /** Those of RFC 6940. */
        public static Forwarding defaults() {
            return new Forwarding(100, 3_000, 5, 15_000, 16);
        }
    }

    /**
     * Bounds. What is refused at one is counted, and answered where somebody waits.
     *
     * @param links open or being opened
     * @param attaches asked for and not answered
     * @param transactions requests of this peer that wait for an answer
     * @param answered requests of others whose answers are kept for repetitions
     * @param viaLists kept for answers that will come back
     * @param lostPeers remembered, to find their part of the overlay again
     * @param sitePeers of the own site, kept with their ranges
     */
    public record Limits(
            int links, int attaches, int transactions, int answered, int viaLists, int lostPeers, int sitePeers) {
        public static Limits defaults() {
            return new Limits(1_024, 64, 8_192, 8_192, 4_096, 16, 128);
        }
    }

    public static PeerConfig defaults() {
        return new PeerConfig(
                3,
                10_000,
                200,
                30_000,
                20_000,
                3_000,
                30_000,
                Liveness.defaults(),
                Forwarding.defaults(),
                Limits.defaults());
    }
}
