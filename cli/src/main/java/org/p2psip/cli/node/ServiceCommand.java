package org.p2psip.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command lines that run a node's services. Heaps, metaspace, code and direct memory are bounded, so that the whole
 * node stays under 2 GB resident.
 */
public final class ServiceCommand {
    /** Since 23 the JVM warns of what Netty does with memory unless it is told that this is known. */
    private static final int WARNS_OF_UNSAFE = 23;

    /** The overlay of a node whose domain is an address. */
    private static final String NAMELESS = "overlay.invalid";

    /** How long the first of several nodes looks for others before it begins the ring. */
    private static final int ALONE_SECONDS = 2;

    /** Fit the open files that any user may have, and the heap below. */
    private static final int RELAY_ALLOCATIONS = 2_000;

    /** What phones are told, where the operator knows better than the routing table; the edge reads it itself. */
    private static final String ADVERTISED_HOST = "P2PSIP_SIP_ADVERTISED_HOST";

    private final Installation installation;
    private final NodeDirectory directory;
    private final NodeSettings settings;
    private final NodeAddresses addresses;

    public ServiceCommand(Installation installation, NodeDirectory directory, NodeSettings settings) {
        this.installation = installation;
        this.directory = directory;
        this.settings = settings;
        this.addresses = new NodeAddresses(settings);
    }

    /** Lays out what the service runs from and returns the command that runs it. */
    public List<String> prepare(NodeService service) throws IOException {
        Files.createDirectories(directory.data(service));
        installation.provide(service, directory.program(service));
        return service == NodeService.KAFKA ? broker() : quarkus(service);
    }

    private List<String> quarkus(NodeService service) throws IOException {
        List<String> command = java(service);
        command.add("-Dp2psip.listen=" + addresses.bindHost(service));
        command.add("-Dp2psip.http.port=" + addresses.http(service).port());
        command.add("-Dp2psip.data=" + directory.data(service));
        // A service refuses settings that it does not know. The relay publishes nothing
        if (service != NodeService.RELAY) {
            command.add("-Dp2psip.kafka.bootstrap=" + addresses.kafka());
            if (settings.brokerAccess().isPresent()) {
                command.addAll(settings.brokerAccess().get().keys());
            }
            if (addresses.isBrokerOfSite()) {
                // One broker gains nothing from more, and each costs with every request
                command.add("-Dp2psip.kafka.partitions=1");
            }
        }
        if (service.servesGrpc()) {
            command.add("-Dp2psip.grpc.port=" + addresses.grpc(service).port());
            command.addAll(tls(service));
        }
        command.addAll(own(service));
        command.add("-jar");
        command.add(directory.program(service).resolve("quarkus-run.jar").toString());
        return command;
    }

    /** Services enroll by themselves, with the tokens that the first node's enrollment server makes for them. */
    private List<String> tls(NodeService service) {
        Place place = settings.place();
        NodeDirectory first = directory.ofFirst(place);
        if (settings.membership().joined().isPresent()) {
            // The peer that the node found knows the enrollment server; the other services ask by the node's own peer
            String target = service == NodeService.ROUTING
                    ? String.join(",", settings.membership().joined().get().peers())
                    : addresses.enrollment().toString();
            return List.of("-Dp2psip.tls.enrollment=" + target, "-Dp2psip.tls.token-file=" + directory.invitation());
        }
        if (service == NodeService.ROUTING && place.isFirst()) {
            String sites = place.all().stream().map(Place::siteName).distinct().collect(Collectors.joining(","));
            return List.of(
                    "-Dp2psip.enrollment.local-tokens=" + first.tokens(),
                    "-Dp2psip.enrollment.local-token-sites=" + sites);
        }
        return List.of(
                "-Dp2psip.tls.enrollment=" + addresses.enrollment(),
                "-Dp2psip.tls.token-file=" + first.token(service.role().label(), place.siteName()),
                "-Dp2psip.tls.trust-file=" + first.authorities());
    }

    private List<String> own(NodeService service) {
        return switch (service) {
            case ROUTING -> routing();
            case EDGE -> edge(service);
            case RELAY -> relay(service);
            case STORAGE -> storage();
            case KAFKA -> List.of();
        };
    }

    /** Two copies of each record where there is more than one member. */
    private List<String> storage() {
        if (settings.place().nodes() == 1) {
            return List.of();
        }
        String members = HostPort.list(addresses.clusterMembers());
        return List.of(
                "-Dp2psip.cluster.listen=" + addresses.cluster(),
                "-Dp2psip.cluster.members=" + members,
                "-Dp2psip.cluster.owners=2",
                "-Dp2psip.storage.durability=memory");
    }

    private List<String> routing() {
        Place place = settings.place();
        List<String> own = new ArrayList<>(List.of(
                "-Dp2psip.enrollment.server=" + settings.hasAuthority(),
                "-Dp2psip.grpc.listen=" + addresses.grpcHost(NodeService.ROUTING),
                "-Dp2psip.advertise=" + addresses.advertised(),
                "-Dp2psip.ring.dial-only=" + settings.membership().dialOnly(),
                "-Dp2psip.bootstrap.calls=" + settings.membership().discoverable(),
                "-Dp2psip.overlay="
                        + settings.membership()
                                .joined()
                                .map(Membership.Joined::overlay)
                                .orElseGet(() -> overlayName(settings.domains().getFirst())),
                "-Dp2psip.domains=" + String.join(",", settings.ownDomains()),
                "-Dp2psip.storage.target=" + HostPort.list(addresses.grpcOfSite(NodeService.STORAGE))));
        if (settings.membership().joined().isPresent()) {
            own.add("-Dp2psip.site=" + settings.siteName());
            own.add("-Dp2psip.ring.join=" + settings.membership().joined().get().ways());
        } else if (!place.isAlone()) {
            own.add("-Dp2psip.site=" + place.siteName());
            own.add("-Dp2psip.ring.join=" + HostPort.list(addresses.otherPeers()));
            // When all start at once nobody is there to be joined: the first one begins the ring
            own.add("-Dp2psip.ring.begin-after=" + (place.isFirst() ? ALONE_SECONDS : 0));
        }
        return own;
    }

    /** The CA puts the overlay's name into certificates, where no IPv6 address can stand. */
    private static String overlayName(String domain) {
        return domain.startsWith("[") ? NAMELESS : domain;
    }

    private List<String> edge(NodeService service) {
        List<String> own = new ArrayList<>(List.of(
                "-Dp2psip.domains=" + String.join(",", settings.ownDomains()),
                "-Dp2psip.redirect-domains=" + String.join(",", settings.redirectDomains()),
                "-Dp2psip.auth=" + settings.auth().label(),
                "-Dp2psip.insecure=" + settings.insecure(),
                "-Dp2psip.grpc.listen=" + addresses.grpcHost(service),
                "-Dp2psip.sip.port=" + settings.sipPort(),
                "-Dp2psip.overlay.target=" + HostPort.list(addresses.grpcOfSite(NodeService.ROUTING)),
                "-Dp2psip.secret-file=" + siteSecret()));
        if (!settings.isAlone()) {
            own.add("-Dp2psip.site=" + settings.siteName());
        }
        if (System.getenv(ADVERTISED_HOST) == null) {
            own.add("-Dp2psip.sip.advertised-host=" + addresses.sipHost());
        }
        if (settings.tls().isOn()) {
            own.add("-Dp2psip.sip.tls.certificate=" + settings.tls().certificate());
            own.add("-Dp2psip.sip.tls.key=" + settings.tls().key());
            own.add("-Dp2psip.sip.tls.port=" + settings.tls().port());
        }
        if (!settings.trunks().isEmpty()) {
            own.add("-Dp2psip.trunks-file=" + settings.trunks());
        }
        return own;
    }

    private List<String> relay(NodeService service) {
        return List.of(
                "-Dp2psip.grpc.listen=" + addresses.grpcHost(service),
                "-Dp2psip.stun.port=" + settings.turnPort(),
                "-Dp2psip.turn.secret-file=" + directory.turnSecret(),
                "-Dp2psip.turn.realm=" + settings.domains().getFirst(),
                "-Dp2psip.turn.quota.allocations=" + RELAY_ALLOCATIONS);
    }

    /** All edges of a site have one secret. */
    private Path siteSecret() {
        Place first = settings.place().ofSite().getFirst();
        return directory
                .ofFirst(settings.place())
                .of(first)
                .data(NodeService.EDGE)
                .resolve("secret");
    }

    private List<String> broker() throws IOException {
        BrokerFiles files = new BrokerFiles(directory.data(NodeService.KAFKA));
        files.write(
                addresses,
                settings.sharesBroker()
                        ? KafkaFiles.made(settings, addresses, directory.data(NodeService.KAFKA))
                        : Map.of());
        List<String> java = java(NodeService.KAFKA);
        java.addAll(files.logging());
        java.add("-cp");
        java.add(directory.program(NodeService.KAFKA).resolve("*").toString());
        List<String> run = new ArrayList<>(java);
        run.addAll(List.of("kafka.Kafka", files.properties().toString()));
        if (files.isFormatted()) {
            return run;
        }
        List<String> format = new ArrayList<>(java);
        format.addAll(List.of("kafka.tools.StorageTool", "format", "--standalone", "--ignore-formatted"));
        format.addAll(List.of(
                "-t", BrokerFiles.newClusterId(), "-c", files.properties().toString()));
        return List.of("/bin/sh", "-c", shell(format) + " && exec " + shell(run));
    }

    private static String shell(List<String> command) {
        return String.join(
                " ",
                command.stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .toList());
    }

    private List<String> java(NodeService service) {
        List<String> command = new ArrayList<>(List.of(installation.java().toString()));
        command.addAll(memory(service));
        command.add("-Xshare:auto");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Dfile.encoding=UTF-8");
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        return command;
    }

    /** What each service may use; the sums are well below 2 GB since no service fills all of its areas. */
    private static List<String> memory(NodeService service) {
        return switch (service) {
            case KAFKA ->
                List.of(
                        "-Xmx256m",
                        "-Xms64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:MaxMetaspaceSize=96m",
                        "-XX:ReservedCodeCacheSize=48m",
                        "-XX:MaxDirectMemorySize=64m");
            case STORAGE ->
                List.of(
                        // 96 MiB of records in memory and the watch for the expiry of 500 000: 240 MB lived on with
                        // them
                        "-Xmx512m",
                        "-Xms128m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxMetaspaceSize=128m",
                        "-XX:ReservedCodeCacheSize=96m",
                        "-XX:MaxDirectMemorySize=96m");
            case ROUTING ->
                List.of(
                        "-Xmx192m",
                        "-Xms64m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxMetaspaceSize=128m",
                        "-XX:ReservedCodeCacheSize=96m",
                        "-XX:MaxDirectMemorySize=64m");
            case EDGE ->
                List.of(
                        "-Xmx384m",
                        "-Xms384m",
                        // Little of a second's garbage lives on, and what does lives for minutes: it is moved once
                        "-XX:+UseG1GC",
                        "-XX:NewSize=64m",
                        "-XX:MaxNewSize=64m",
                        "-XX:MaxTenuringThreshold=1",
                        // A tenth less of the loop's time for a call, for some 50 MB
                        "-XX:+UseTransparentHugePages",
                        // Less would be collected for again and again while the edge starts, in pauses of up to 90 ms
                        "-XX:MetaspaceSize=80m",
                        "-XX:MaxMetaspaceSize=128m",
                        "-XX:ReservedCodeCacheSize=96m",
                        "-XX:MaxDirectMemorySize=128m");
            case RELAY ->
                List.of(
                        "-Xmx96m",
                        "-Xms48m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxMetaspaceSize=96m",
                        "-XX:ReservedCodeCacheSize=64m",
                        "-XX:MaxDirectMemorySize=96m");
        };
    }
}
