package org.p2psip.storage;

/**
 * That a kind was cleared, which holds also for entries that the store never saw: an older write of such an entry may
 * still be under way.
 *
 * @param order           of the clearing
 * @param storageTimeMs   of the clearing
 * @param rememberUntilMs when the mark may be forgotten
 */
public record ClearMark(WriteOrder order, long storageTimeMs, long rememberUntilMs) {
    public static final ClearMark NONE = new ClearMark(WriteOrder.NONE, 0, 0);

    public boolean isNone() {
        return equals(NONE);
    }
}
