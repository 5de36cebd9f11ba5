package org.p2psip.storage.service.disk;

/** Hears how the disk is. Called from any thread; must return at once. */
public interface DiskHealth {
    /** A stored record is damaged and lost. */
    void damaged();

    /** Writes were refused, and will be until {@link #taken}. */
    void refused(int writes);

    /** Writes were taken. */
    void taken();

    /** Nothing will be written any more in this process: files are damaged, or there is a bug. */
    void ended();
}
