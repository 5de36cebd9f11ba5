package org.p2psip.bench.overlay.site;

import org.p2psip.routing.records.RangeReplicas.LostRange;

/** What happened to ranges and replicas at all sites. */
public final class RecordCounts {
    private long takenOver;
    private long unreachable;
    private long retries;
    private long broughtBack;
    private long givenUp;
    private long dropped;
    private long differing;
    private long repaired;

    void takenOver(boolean brought) {
        takenOver += brought ? 1 : 0;
        unreachable += brought ? 0 : 1;
    }

    void retried() {
        retries++;
    }

    void lost(LostRange end) {
        broughtBack += end == LostRange.BROUGHT ? 1 : 0;
        givenUp += end == LostRange.BROUGHT ? 0 : 1;
    }

    void dropped() {
        dropped++;
    }

    void compared(boolean equal) {
        differing += equal ? 0 : 1;
    }

    void repaired(boolean done) {
        repaired += done ? 1 : 0;
    }

    /** Ranges that were brought from another site as a whole. */
    public long takenOver() {
        return takenOver;
    }

    /** Ranges that were brought to another site that is responsible for them now. */
    public long broughtBack() {
        return broughtBack;
    }

    /** Ranges that were repaired after a comparison. */
    public long repaired() {
        return repaired;
    }

    @Override
    public String toString() {
        return takenOver + " ranges taken over, " + unreachable + " whose site was gone, " + retries + " retries, "
                + broughtBack + " brought to who has them now, " + givenUp + " not, " + dropped + " replicas dropped, "
                + differing + " ranges differed, " + repaired + " repaired";
    }
}
