package org.p2psip.bench.overlay;

import java.util.random.RandomGenerator;

/**
 * How the network behaves. Peers lie on a square; the delay between two grows with their distance.
 *
 * @param baseDelayMs one way, between any two
 * @param farDelayMs added between opposite corners
 * @param jitterMs added at random to each message, so that messages overtake each other
 * @param loss share of messages that vanish, 0 to 1
 * @param connectTimeoutMs until an attempt to reach somebody who is silent fails
 */
public record NetworkModel(int baseDelayMs, int farDelayMs, int jitterMs, double loss, int connectTimeoutMs) {
    /** Peers all over a continent. */
    public static NetworkModel continent() {
        return new NetworkModel(5, 70, 5, 0, 1_000);
    }

    /** The same with that share of messages lost. */
    public NetworkModel losing(double share) {
        return new NetworkModel(baseDelayMs, farDelayMs, jitterMs, share, connectTimeoutMs);
    }

    /** How long a message takes from one peer to another, milliseconds. */
    public int delayMs(SimulatedPeer from, SimulatedPeer to, RandomGenerator random) {
        double distance = Math.hypot(from.x - to.x, from.y - to.y) / Math.sqrt(2);
        return baseDelayMs + (int) (distance * farDelayMs) + (jitterMs == 0 ? 0 : random.nextInt(jitterMs));
    }

    boolean loses(RandomGenerator random) {
        return loss > 0 && random.nextDouble() < loss;
    }
}
