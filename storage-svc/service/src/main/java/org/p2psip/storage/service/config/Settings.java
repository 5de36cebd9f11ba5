package org.p2psip.storage.service.config;

import java.nio.file.Path;

/**
 * What this process does, checked.
 *
 * @param data directory of the records, absolute
 */
public record Settings(Path data, Durability durability, Kafka kafka, Limits limits) {

    /** When a write is answered. */
    public enum Durability {
        /** Once it is synced to the disk. */
        DISK,
        /** At once; it reaches the disk within a second. */
        MEMORY
    }

    /** @param bootstrap "host:port", several separated by commas */
    public record Kafka(String bootstrap, int partitions, short replication) {}

    /** Bounds; their meaning stands in {@code application.yaml}. */
    public record Limits(
            int memoryMib,
            int inFlight,
            int inFlightAll,
            int events,
            int expiryWatch,
            int scans,
            int remembered,
            int tombstoneS) {}
}
