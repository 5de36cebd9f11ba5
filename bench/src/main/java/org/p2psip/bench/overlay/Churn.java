package org.p2psip.bench.overlay;

/** Replaces peers: one crashes, and somewhere else another joins. */
public final class Churn {
    private static final double HOUR_MS = 3_600_000;

    private Churn() {}

    /**
     * Replaces a share of the peers per hour, evenly over a time from now on.
     *
     * @return how many that will be
     */
    public static int replace(Simulation simulation, double sharePerHour, long millis) {
        double perMs = simulation.running().size() * sharePerHour / HOUR_MS;
        int count = (int) (perMs * millis);
        for (int i = 0; i < count; i++) {
            long at = (long) (i / perMs);
            simulation.later(at, () -> simulation.crash(simulation.anyMember()));
            simulation.later(at, simulation::add);
        }
        return count;
    }
}
