package org.p2psip.edge.service.trunks;

/** What becomes of the trunks file while the edge runs. Each is the metric {@code p2psip_trunks_reload_NAME_total}. */
public enum TrunkReloadCounter {
    ACCEPTED("Versions of the trunks file that were taken, the first among them"),
    REFUSED("Versions of the trunks file that were refused; the one before stayed in force"),
    FAILED("Looks at the trunks file that a bug ended");

    private final String description;

    TrunkReloadCounter(String description) {
        this.description = description;
    }

    /** What is counted, for those who read the metric. */
    public String description() {
        return description;
    }
}
