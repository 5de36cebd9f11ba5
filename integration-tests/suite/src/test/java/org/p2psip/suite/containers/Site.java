package org.p2psip.suite.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2psip.identity.Role;
import org.p2psip.suite.node.Metrics;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.program.Host;
import org.p2psip.testcontainers.Images;
import org.p2psip.testcontainers.Operator;
import org.p2psip.testcontainers.Readiness;
import org.p2psip.testcontainers.SiteContainers;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/**
 * A site in containers: two peers, three stores, two edges, a relay and a broker, each at an address of its own that it
 * keeps. What a test stops or kills, {@link #up()} starts again.
 */
final class Site {
    /** Where programs of tests keep their files, at the same place inside and outside of containers. */
    static final Path FILES = Path.of("target", "containers").toAbsolutePath();

    static final String TURN_SECRET = "the-secret-of-this-test";

    /** Of the containers that are started first on a busy machine of two cores. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration RESTART_LIMIT = Duration.ofSeconds(90);
    private static final int GRACE_SECONDS = 30;
    /** The shell that the broker is started by passes no signal on. */
    private static final int BROKER_GRACE_SECONDS = 2;

    /** Not the default: a name with a port is looked up as a host and no more, which the network's own DNS answers. */
    private static final int SIP = 5070;

    private static final int TRUNK = 60;
    private static final int BROKER = 5;
    private static final int RELAY = 41;
    private static final String EDGE_SECRET = "/var/lib/p2psip/site.secret";
    private static final String TRUNKS_FILE = "/var/lib/p2psip/trunks.yaml";
    private static final String TURN_FILE = "/var/lib/p2psip/turn.secret";

    /**
     * A service of the site.
     *
     * @param address of its container
     * @param http port of its health and metrics
     */
    private record Service(GenericContainer<?> container, String address, int http) {}

    private final SiteNetwork network;
    private final GenericContainer<?> kafka;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private Operator operator;

    private Site() {
        network = SiteNetwork.make(FILES);
        String domains = Node.DOMAIN + "," + Node.REDIRECTED_DOMAIN;
        SiteContainers containers = new SiteContainers(Images.LOCAL, network.network(), domains);
        kafka = network.at(BROKER, containers.kafka(network.address(BROKER)));
        add(SiteContainers.ENROLLMENT, 10, SiteContainers.ROUTING_HTTP, containers.enrollment());
        add("routing-2", 11, SiteContainers.ROUTING_HTTP, containers.routing("routing-2"));
        List<String> members =
                IntStream.rangeClosed(21, 23).mapToObj(network::address).toList();
        for (String member : members) {
            int number = members.indexOf(member) + 1;
            add(
                    "storage-" + number,
                    20 + number,
                    SiteContainers.STORAGE_HTTP,
                    containers.storage("storage-" + number, member, members));
        }
        add("edge-1", 31, SiteContainers.EDGE_HTTP, edge(containers, "edge-1", 31));
        add("edge-2", 32, SiteContainers.EDGE_HTTP, edge(containers, "edge-2", 32));
        add(
                "relay",
                RELAY,
                SiteContainers.RELAY_HTTP,
                containers
                        .relay("relay")
                        .withCopyToContainer(Transferable.of(TURN_SECRET + "\n"), TURN_FILE)
                        .withEnv("P2PSIP_TURN_SECRET_FILE", TURN_FILE)
                        .withEnv("P2PSIP_TURN_QUOTA_ALLOCATIONS", "500"));
    }

    /** A site, started. */
    static Site started() {
        try {
            Files.createDirectories(FILES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + FILES, e);
        }
        Site site = new Site();
        site.startAll();
        return site;
    }

    private void add(String name, int number, int http, GenericContainer<?> container) {
        services.put(name, new Service(network.at(number, container), network.address(number), http));
    }

    private GenericContainer<?> edge(SiteContainers containers, String name, int number) {
        return containers
                .edge(name, network.address(number), SIP)
                // In Record-Route: any edge takes what follows where the one before is gone. The name leads to one of
                // them,
                // since SIPp answers all of a dialog to where its first request came from
                .withEnv("P2PSIP_SIP_SITE_HOST", "edge-1")
                .withCopyToContainer(Transferable.of("0123456789abcdef0123456789abcdef"), EDGE_SECRET)
                .withEnv("P2PSIP_SECRET_FILE", EDGE_SECRET)
                .withEnv("P2PSIP_REDIRECT_DOMAINS", Node.REDIRECTED_DOMAIN)
                .withCopyToContainer(Transferable.of(trunks()), TRUNKS_FILE)
                .withEnv("P2PSIP_TRUNKS_FILE", TRUNKS_FILE);
    }

    private String trunks() {
        return """
                trunks:
                - name: carrier
                  hosts: ["sip:%1$s:5060"]
                  probe: off
                  inbound:
                    sources: [%1$s]
                    called: [{match: "0ZX.", strip: 1, prepend: "+49"}]
                  outbound:
                    called: [{match: "+X.", strip: 1, prepend: "00"}]
                dialled:
                - {match: "0ZX.", strip: 1, prepend: "+49"}
                routes:
                - {prefix: "+49", trunks: [carrier], callers: everyone}
                numbers:
                - {number: "+4930100", aor: sip:trunk-alice@%2$s}
                """
                .formatted(network.address(TRUNK), Node.DOMAIN);
    }

    private void startAll() {
        try {
            List<GenericContainer<?>> all = new ArrayList<>(List.of(kafka));
            services.values().forEach(service -> all.add(service.container()));
            Startables.deepStart(all).join();
            Service enrollment = services.get(SiteContainers.ENROLLMENT);
            InetSocketAddress grpc = new InetSocketAddress(enrollment.address(), SiteContainers.ROUTING_GRPC);
            operator = Operator.enroll(enrollment.container(), grpc, Node.DOMAIN, START_LIMIT);
            operator.letIn(Role.STORE, containers("storage-1", "storage-2", "storage-3"));
            operator.letIn(Role.PEER, containers("routing-2"));
            operator.letIn(Role.EDGE, containers("edge-1", "edge-2"));
            services.values().forEach(service -> ready(service, START_LIMIT));
        } catch (RuntimeException | AssertionError failed) {
            keepLogs("start");
            remove();
            throw failed;
        }
    }

    private List<GenericContainer<?>> containers(String... names) {
        return List.of(names).stream()
                .<GenericContainer<?>>map(name -> services.get(name).container())
                .toList();
    }

    private static void ready(Service service, Duration limit) {
        Readiness.await(service.container(), new InetSocketAddress(service.address(), service.http()), limit);
    }

    /** Starts what was stopped or killed; returns when all of it is ready. */
    void up() {
        startAgain("kafka");
        services.keySet().forEach(this::startAgain);
        services.values().forEach(service -> ready(service, RESTART_LIMIT));
    }

    /** Kills a service at once, as a crash would. */
    void kill(String name) {
        docker().killContainerCmd(container(name).getContainerId()).exec();
    }

    /** Stops a service as an orchestrator does: SIGTERM, and after the grace period SIGKILL. */
    void stop(String name) {
        docker().stopContainerCmd(container(name).getContainerId())
                .withTimeout(name.equals("kafka") ? BROKER_GRACE_SECONDS : GRACE_SECONDS)
                .exec();
    }

    /** Starts what was stopped, and waits until it is ready; nothing when it runs. */
    void start(String name) {
        startAgain(name);
        if (services.containsKey(name)) {
            ready(services.get(name), RESTART_LIMIT);
        }
    }

    private void startAgain(String name) {
        if (!container(name).isRunning()) {
            docker().startContainerCmd(container(name).getContainerId()).exec();
        }
        if (name.equals("kafka")) {
            InetSocketAddress broker = new InetSocketAddress(network.address(BROKER), SiteContainers.KAFKA_PORT);
            Await.until("the broker listens", RESTART_LIMIT, () -> Ports.isServed("tcp", broker));
        }
    }

    private GenericContainer<?> container(String name) {
        return name.equals("kafka") ? kafka : services.get(name).container();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    /** Where an edge serves SIP, from 1. */
    InetSocketAddress edge(int number) {
        return new InetSocketAddress(services.get("edge-" + number).address(), SIP);
    }

    /** All edges. */
    List<InetSocketAddress> edges() {
        return List.of(edge(1), edge(2));
    }

    /** The relay's address. */
    String relay() {
        return network.address(RELAY);
    }

    /** The broker, as host:port. */
    String broker() {
        return network.address(BROKER) + ":" + SiteContainers.KAFKA_PORT;
    }

    /** A host for a program of a test, with a container of its own. */
    Host host() {
        return network.host();
    }

    /** The host that the trunk's calls come from and go to. */
    Host trunk() {
        return network.host(TRUNK);
    }

    Metrics metrics(String name) {
        Service service = services.get(name);
        return new Metrics(new InetSocketAddress(service.address(), service.http()));
    }

    void enroll(Collection<User> users) {
        users.forEach(user -> operator.enroll(user.name(), user.domain(), user.password()));
    }

    /** Writes what all containers have logged to a directory of that name, below {@code target/containers/logs}. */
    void keepLogs(String name) {
        try {
            Path logs = Files.createDirectories(FILES.resolve("logs").resolve(name));
            for (Map.Entry<String, Service> service : services.entrySet()) {
                GenericContainer<?> container = service.getValue().container();
                if (container.getContainerId() != null) {
                    Files.writeString(logs.resolve(service.getKey() + ".log"), container.getLogs());
                }
            }
            if (kafka.getContainerId() != null) {
                Files.writeString(logs.resolve("kafka.log"), kafka.getLogs());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the logs of " + name, e);
        }
    }

    /** Stops and removes everything. */
    void remove() {
        if (operator != null) {
            operator.close();
        }
        services.values().forEach(service -> service.container().stop());
        kafka.stop();
        network.close();
    }
}
