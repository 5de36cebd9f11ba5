package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.cluster.ClusterMember;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult;
import org.p2psip.tls.service.TlsSettings;
import org.p2psip.tls.socket.SecuredSockets;

/** Record stores for tests, without Quarkus, and short ways to write and read one registration. */
public final class Stores {
    private static final EntryKey CONTACT = new EntryKey.DictionaryKey(octets("contact"));

    private Stores() {}

    public static RecordCache open(Path data, Settings.Durability durability, Clock clock) {
        return open(data, durability, clock, Optional.empty());
    }

    public static RecordCache open(
            Path data, Settings.Durability durability, Clock clock, Optional<Settings.Cluster> cluster) {
        return open(data, durability, clock, cluster, Optional.empty(), KindCatalog.STANDARD);
    }

    /** A member of a cluster whose connections are secured. */
    public static RecordCache open(Path data, Settings.Cluster cluster, SecuredSockets sockets) {
        return open(
                data,
                Settings.Durability.MEMORY,
                Clock.systemUTC(),
                Optional.of(cluster),
                Optional.of(sockets),
                KindCatalog.STANDARD);
    }

    private static RecordCache open(
            Path data,
            Settings.Durability durability,
            Clock clock,
            Optional<Settings.Cluster> cluster,
            Optional<SecuredSockets> sockets,
            KindCatalog kinds) {
        Settings settings = new Settings(
                data,
                TlsSettings.OFF,
                durability,
                Settings.DamagedWal.REFUSE,
                Settings.Signatures.REQUIRED,
                new Settings.Kafka(KafkaAccess.plaintext("localhost:1"), 1, (short) 1),
                cluster,
                new Settings.Limits(8, 8192, 8192, 10, 10, 1, 256, 300, 500));
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        return cluster.isPresent()
                ? ClusterMember.open(settings, kinds, metrics, sockets, clock)
                : LocalRecords.open(settings, kinds, metrics, clock);
    }

    public static RecordCache open(Path data, KindCatalog kinds) {
        return open(data, Settings.Durability.DISK, Clock.systemUTC(), Optional.empty(), Optional.empty(), kinds);
    }

    public static RecordCache open(Path data) {
        return open(data, Settings.Durability.DISK, Clock.systemUTC());
    }

    public static KindWrite registration(String name, String value, long sequence, int lifetimeS) {
        ValueWrite write = new ValueWrite(
                CONTACT, true, octets(value), 0, lifetimeS, new WriteOrder("call-" + name, sequence), Octets.EMPTY);
        return new KindWrite(KindCatalog.EDGE_REGISTRATION, name, 0, List.of(write), Optional.empty(), false);
    }

    public static KindWrite removal(String name, long sequence) {
        ValueWrite write = ValueWrite.removal(CONTACT, 0, new WriteOrder("call-" + name, sequence));
        return new KindWrite(KindCatalog.EDGE_REGISTRATION, name, 0, List.of(write), Optional.empty(), false);
    }

    public static WriteResult write(RecordStore store, String name, KindWrite write) {
        return store.write(ResourceId.of(name), write).toCompletableFuture().join();
    }

    public static Optional<StoredKind> read(RecordStore store, String name) {
        return store.read(new RecordKey(ResourceId.of(name), KindCatalog.EDGE_REGISTRATION))
                .toCompletableFuture()
                .join();
    }

    public static Octets octets(String text) {
        return Octets.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
