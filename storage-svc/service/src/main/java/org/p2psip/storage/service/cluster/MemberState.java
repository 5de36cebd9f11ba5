package org.p2psip.storage.service.cluster;

import java.util.Collection;

/**
 * How far a member is, as it tells the others.
 *
 * <pre>
 * SEEKING -> JOINING -> MERGING -> MERGED -> SERVING <-> STRANDED -> SEEKING
 * </pre>
 */
enum MemberState {
    /** It has no records open and looks for the others. */
    SEEKING,
    /** It gets its part of the records. */
    JOINING,
    /** It brings in what it had on its disk before it started. */
    MERGING,
    /** It has brought in all. */
    MERGED,
    /** It serves. */
    SERVING,
    /** It has lost so many others that some records may have no owner. What it has can be read. */
    STRANDED;

    /**
     * What a member sees.
     *
     * @param others  states of those it reaches, itself left out; null in it: not told yet
     * @param settled whether it has its part of the records, and nothing is on its way
     * @param merged  whether it has brought in what it had before
     * @param whole   whether enough members are there for all records
     * @param waited  whether it has not been whole for so long that nobody of those it lost comes back as it was
     */
    record Seen(Collection<MemberState> others, boolean settled, boolean merged, boolean whole, boolean waited) {
        private boolean isServedByOthers() {
            return others.contains(SERVING);
        }

        private boolean isEnough(Quorum quorum) {
            return others.size() + 1 >= quorum.toStart();
        }

        private boolean areAllStarting() {
            return others.stream().allMatch(other -> other != null && other != STRANDED);
        }

        private boolean haveAllMerged() {
            return others.stream().allMatch(other -> other == MERGED);
        }
    }

    /** The next state, which may be the same. */
    MemberState next(Seen seen, Quorum quorum) {
        boolean mayStart = seen.isServedByOthers() || seen.isEnough(quorum) && seen.areAllStarting();
        boolean lost = this != SEEKING && !seen.whole();
        if (lost && seen.waited() && (seen.isServedByOthers() || seen.isEnough(quorum))) {
            // Nobody heals it but a new start, with all that is on the disks
            return SEEKING;
        }
        return switch (this) {
            case SEEKING -> mayStart ? JOINING : SEEKING;
            case JOINING -> seen.settled() ? MERGING : JOINING;
            case MERGING -> seen.merged() ? MERGED : MERGING;
            case MERGED ->
                seen.whole() && (seen.isServedByOthers() || seen.isEnough(quorum) && seen.haveAllMerged())
                        ? SERVING
                        : MERGED;
            case SERVING -> seen.whole() ? SERVING : STRANDED;
            case STRANDED -> seen.whole() ? SERVING : STRANDED;
        };
    }

    /**
     * What it does and waits for, for operators: "serves".
     *
     * @param reached members, itself among them
     * @param size members when all are there
     */
    String described(int reached, int size, Quorum quorum) {
        String needed = "; " + reached + " of " + size + " members are reached, ";
        String toStart = needed + quorum.toStart() + " are needed to start";
        return switch (this) {
            case SEEKING -> "looks for the others" + toStart;
            case JOINING -> "gets its part of the records" + toStart;
            case MERGING -> "merges what it had before it started";
            case MERGED -> "waits until the others have merged what they had" + toStart;
            case SERVING ->
                reached >= quorum.majority() ? "serves" : "serves reads" + needed + quorum.majority() + " take writes";
            case STRANDED ->
                "serves reads" + needed + (reached >= quorum.majority() ? quorum.toStart() : quorum.majority())
                        + " take writes";
        };
    }
}
