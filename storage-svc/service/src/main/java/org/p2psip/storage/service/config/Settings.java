package org.p2psip.storage.service.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.tls.service.TlsSettings;

/**
 * What this process does, checked.
 *
 * @param data directory of the records, absolute
 * @param tls how gRPC is secured
 * @param cluster the other members; empty when this is the only one
 */
public record Settings(
        Path data,
        TlsSettings tls,
        Durability durability,
        DamagedWal damagedWal,
        Signatures signatures,
        Kafka kafka,
        Optional<Cluster> cluster,
        Limits limits) {

    /** When a write is answered. */
    public enum Durability {
        /** Once it is synced to the disk. */
        DISK,
        /** At once; it reaches the disk within a second. */
        MEMORY
    }

    /** What a start does when what was written last is damaged, other than by a crash at its end. */
    public enum DamagedWal {
        /** Says so and ends. */
        REFUSE,
        /** Starts with what is before the damaged place. */
        CUT
    }

    /** Which values have to be signed, where connections are secured. */
    public enum Signatures {
        /** Those of registrations and gateways; others where they are. */
        REQUIRED,
        /** None; one that is signed is verified. */
        CHECKED
    }

    /** @param bootstrap "host:port", several separated by commas */
    public record Kafka(KafkaAccess access, int partitions, short replication) {}

    /**
     * @param listen where the other members reach this one
     * @param size   members that there are when all are there
     * @param owners members that have a copy of a record
     */
    public record Cluster(InetSocketAddress listen, Discovery discovery, int size, int owners) {}

    /** How a member finds the others. */
    public sealed interface Discovery {
        /** @param members all of them, as far as this one may ask them at its start */
        record Members(List<InetSocketAddress> members) implements Discovery {
            public Members {
                members = List.copyOf(members);
            }
        }

        /** @param name whose addresses are those of the members; all listen at the same port */
        record Dns(String name) implements Discovery {}

        /** @param group where members ask for each other, on the interface that this one listens at */
        record Multicast(InetSocketAddress group) implements Discovery {}
    }

    /** Bounds; their meaning stands in {@code application.yaml}. */
    public record Limits(
            int memoryMib,
            int inFlight,
            int inFlightAll,
            int events,
            int expiryWatch,
            int scans,
            int remembered,
            int tombstoneS,
            int gatherMicros) {}
}
