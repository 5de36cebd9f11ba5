package org.p2psip.bench.overlay;

/** Lets an overlay grow. */
public final class Growth {
    private static final int STEP_MS = 1_000;
    private static final int FIRST = 10;
    /** Each second a twentieth more: it doubles every fourteen seconds. */
    private static final double SHARE = 0.05;

    private Growth() {}

    /** Adds peers until there are that many, and lets time pass until the last was added. */
    public static void to(Simulation simulation, int peers) {
        to(simulation, peers, SHARE);
    }

    /**
     * Adds peers until there are that many, and lets time pass until the last was added.
     *
     * @param share of the peers that are there, which join each second
     */
    public static void to(Simulation simulation, int peers, double share) {
        while (simulation.running().size() < peers) {
            int present = simulation.running().size();
            int more = Math.min(peers - present, Math.max(1, (int) (present * share)));
            for (int i = 0; i < more; i++) {
                simulation.later((long) i * STEP_MS / more, simulation::add);
            }
            simulation.run(present < FIRST ? STEP_MS / 2 : STEP_MS);
        }
    }
}
