package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.storage.service.records.Stores;
import org.p2psip.tls.socket.SecuredSockets;

/** Members of one cluster in this process, with real sockets on loopback. */
final class Members implements AutoCloseable {
    private static final long FIND_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final Path data;
    private final Settings.Durability durability;
    private final List<InetSocketAddress> addresses;
    private final ClusterMember[] members;

    Members(Path data, int count, Settings.Durability durability) throws IOException {
        this.data = data;
        this.durability = durability;
        this.members = new ClusterMember[count];
        this.addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(freeAddress());
        }
    }

    /** All of them, serving. */
    static Members serving(Path data, int count) throws IOException {
        Members all = new Members(data, count, Settings.Durability.MEMORY);
        for (int i = 0; i < count; i++) {
            all.start(i);
        }
        all.awaitServing();
        return all;
    }

    ClusterMember start(int i) {
        members[i] = (ClusterMember)
                Stores.open(data.resolve("member" + i), durability, Clock.systemUTC(), Optional.of(settings(i)));
        return members[i];
    }

    /** One whose connections are secured. */
    ClusterMember start(int i, SecuredSockets sockets) {
        members[i] = (ClusterMember) Stores.open(data.resolve("member" + i), settings(i), sockets);
        return members[i];
    }

    Settings.Cluster settings(int i) {
        return new Settings.Cluster(addresses.get(i), new Settings.Discovery.Members(addresses), members.length, 2);
    }

    Path data(int i) {
        return data.resolve("member" + i);
    }

    ClusterMember get(int i) {
        return members[i];
    }

    RecordStore store(int i) {
        return members[i].store();
    }

    void stop(int i) {
        members[i].close();
        members[i] = null;
    }

    /** Until all that were started serve, see each other, and have all copies. */
    void awaitServing() {
        int started = all().size();
        await("members to serve", () -> all().stream()
                .allMatch(member -> member.state() == MemberState.SERVING
                        && member.members() == started
                        && member.missingCopies() == 0));
    }

    List<ClusterMember> all() {
        return Arrays.stream(members).filter(Objects::nonNull).toList();
    }

    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    static void await(Supplier<String> what, BooleanSupplier condition) {
        long limit = System.nanoTime() + FIND_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - limit).as("time for %s", what.get()).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Override
    public void close() {
        all().forEach(ClusterMember::close);
    }

    /** With a port that is free, and that the kernel takes for no outgoing connection: one could take it before the member. */
    static InetSocketAddress freeAddress() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 31_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
