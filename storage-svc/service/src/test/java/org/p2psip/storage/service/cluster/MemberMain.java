package org.p2psip.storage.service.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.RecordKey;
import org.p2psip.storage.service.records.Stores;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.WriteResult;

/**
 * A member as a process, told by lines what to do: "put NAME SEQUENCE", "remove NAME SEQUENCE", "get NAME", "state" and
 * "stop". Each is answered by a line that starts with it; writes and reads in any order.
 */
final class MemberMain {
    private final ClusterMember member;

    private MemberMain(ClusterMember member) {
        this.member = member;
    }

    /** Directory, durability, own number, and the ports of all members at 127.0.0.1. */
    public static void main(String[] args) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            addresses.add(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[i])));
        }
        Settings.Cluster cluster = new Settings.Cluster(
                addresses.get(Integer.parseInt(args[2])),
                new Settings.Discovery.Members(addresses),
                addresses.size(),
                2);
        new MemberMain((ClusterMember) Stores.open(
                        Path.of(args[0]),
                        Settings.Durability.valueOf(args[1]),
                        Clock.systemUTC(),
                        Optional.of(cluster)))
                .serve();
    }

    private void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "put" ->
                    write(
                            line,
                            words[1],
                            Stores.registration(words[1], "v" + words[2], Long.parseLong(words[2]), 3600));
                case "remove" -> write(line, words[1], Stores.removal(words[1], Long.parseLong(words[2])));
                case "get" -> read(line, words[1]);
                case "state" ->
                    answer(line + " " + member.state() + " " + member.members() + " " + member.missingCopies());
                case "stop" -> {
                    member.close();
                    answer(line);
                    return;
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private void write(String line, String name, KindWrite write) {
        member.store()
                .write(ResourceId.of(name), write)
                .whenComplete((result, failure) ->
                        answer(line + (result instanceof WriteResult.Accepted ? " ok" : " no " + result + failure)));
    }

    private void read(String line, String name) {
        member.store()
                .read(new RecordKey(ResourceId.of(name), KindCatalog.EDGE_REGISTRATION))
                .whenComplete((found, failure) -> answer(line + " "
                        + (failure != null
                                ? "no " + failure
                                : found.stream()
                                        .flatMap(kind -> kind.live(System.currentTimeMillis()).stream())
                                        .map(value -> new String(value.value().toByteArray(), StandardCharsets.UTF_8))
                                        .findFirst()
                                        .orElse("none"))));
    }

    private static void answer(String line) {
        synchronized (System.out) {
            System.out.println(line);
        }
    }
}
