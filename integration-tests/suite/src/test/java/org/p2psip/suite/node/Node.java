package org.p2psip.suite.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.ProcessTable;
import org.p2psip.suite.program.Host;

/**
 * A whole node on ports of its own, handled through the command {@code p2psip} alone. Its own domain is {@link
 * #DOMAIN}; requests to {@link #REDIRECTED_DOMAIN} are answered 302.
 */
public final class Node {
    public static final String DOMAIN = "example.org";
    public static final String REDIRECTED_DOMAIN = "example.net";
    /** What {@code get} ends with when nobody is registered. */
    public static final int NOT_FOUND = 3;

    /** With a build before the start, on two cores. */
    private static final Duration UP_LIMIT = Duration.ofMinutes(4);

    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int PORTS_FROM_BASE = 20;
    private static final int EDGE_GRPC = 2;
    private static final int EDGE_HTTP = 12;
    /** The services with metrics, at ports from base + 10. */
    private static final List<String> WITH_METRICS = List.of("routing", "storage", "edge", "relay");

    private static final int FIRST_HTTP = 10;
    private static final int KAFKA = 4;

    private static final String LOOPBACK = "127.0.0.1";

    private final Path data;
    private final Host host;
    private final List<String> options;
    private final String listen;
    private final Domains domains;
    private final int sipPort;
    private final int turnPort;
    private final int portBase;
    private final int tlsPort;
    private CertificateAuthority authority;
    private CertificateAuthority.Issued certificate;

    /** A node that is not started yet, on loopback. */
    public Node(Path data) {
        this(data, LOOPBACK);
    }

    /** A node that is not started yet, whose edge and relay shall listen on an IPv4 address of this machine. */
    public Node(Path data, String listen) {
        this(data, new Host(listen, List.of()), Domains.GIVEN, List.of());
    }

    /** A node that is not started yet, on a host of its own, that is started with more options. */
    public Node(Path data, Host host, Domains domains, List<String> options) {
        this.data = data.toAbsolutePath();
        this.host = host;
        this.options = List.copyOf(options);
        this.listen = host.address();
        this.domains = domains;
        portBase = Ports.freeRange(PORTS_FROM_BASE + 3);
        sipPort = portBase + PORTS_FROM_BASE;
        turnPort = portBase + PORTS_FROM_BASE + 1;
        tlsPort = portBase + PORTS_FROM_BASE + 2;
    }

    /** One of several nodes that {@link Nodes} starts. */
    Node(Path data, int sipPort, int portBase, int turnPort) {
        this.data = data.toAbsolutePath();
        this.host = Host.LOOPBACK;
        this.options = List.of();
        this.domains = Domains.GIVEN;
        this.listen = LOOPBACK;
        this.portBase = portBase;
        this.sipPort = sipPort;
        this.turnPort = turnPort;
        this.tlsPort = 0;
    }

    /** As {@link #Node(Path)}, with SIP over TLS as well. */
    public static Node withTls(Path data) {
        Node node = new Node(data);
        node.authority = new CertificateAuthority(node.data.resolveSibling(node.data.getFileName() + "-certificates"));
        node.certificate = node.authority.issue(
                "edge",
                CertificateAuthority.domain(DOMAIN),
                CertificateAuthority.host(DOMAIN),
                CertificateAuthority.host("localhost"),
                CertificateAuthority.address(LOOPBACK));
        return node;
    }

    /** Starts the node, or what has died of it; returns when all of it is ready. */
    public Finished up() {
        return up(Path.of("").toAbsolutePath());
    }

    /** As {@link #up()}, run from a directory. */
    public Finished up(Path workingDirectory) {
        List<String> arguments = new ArrayList<>(upArguments(data, listen, sipPort, portBase, turnPort));
        if (domains == Domains.OF_OVERLAY) {
            arguments.removeAll(List.of("--domain", DOMAIN, "--redirect", REDIRECTED_DOMAIN));
        }
        arguments.addAll(options);
        if (certificate != null) {
            arguments.addAll(
                    List.of("--tls-certificate", certificate.certificate().toString()));
            String key = certificate.key().toString();
            arguments.addAll(List.of("--tls-key", key, "--tls-port", Integer.toString(tlsPort)));
        }
        Finished up = TestedCommand.program(host, workingDirectory, arguments)
                .run("", UP_LIMIT)
                .succeeded();
        for (Service service : services().values()) {
            if (!service.ready()) {
                throw new AssertionError("up returned 0, but not ready: " + service + "\n" + up);
            }
        }
        return up;
    }

    /** Runs {@code up} for another node on given ports; the caller says how it has to end. */
    public static Finished tryUp(Path data, int sipPort, int portBase, int turnPort) {
        return TestedCommand.program(
                        Path.of("").toAbsolutePath(), upArguments(data, LOOPBACK, sipPort, portBase, turnPort))
                .run("", UP_LIMIT);
    }

    /** Stops the node. */
    public Finished down() {
        return run("down").succeeded();
    }

    /** Runs a command of this node to its end, whatever the exit code. */
    public Finished run(String... arguments) {
        return runFrom(Path.of("").toAbsolutePath(), arguments);
    }

    /** As {@link #run}, from a directory. */
    public Finished runFrom(Path workingDirectory, String... arguments) {
        return TestedCommand.program(host, workingDirectory, ofThisNode(arguments))
                .run("", COMMAND_LIMIT);
    }

    /** As {@link #run}, with standard input. */
    public Finished runWithInput(String input, String... arguments) {
        return TestedCommand.program(host, Path.of("").toAbsolutePath(), ofThisNode(arguments))
                .run(input, COMMAND_LIMIT);
    }

    /** Runs the command with these arguments and nothing more. */
    public static Finished runBare(String... arguments) {
        return runBareFrom(Path.of("").toAbsolutePath(), arguments);
    }

    /** As {@link #runBare}, from a directory. */
    public static Finished runBareFrom(Path workingDirectory, String... arguments) {
        return TestedCommand.program(workingDirectory, List.of(arguments)).run("", COMMAND_LIMIT);
    }

    /** Enrolls users in one go. */
    public void enroll(Collection<User> users) {
        String lines = users.stream()
                .map(user -> user.aor() + "," + user.password())
                .collect(Collectors.joining("\n", "", "\n"));
        runWithInput(lines, "enroll", "users", "--stdin").succeeded();
    }

    /** The services by name, as {@code status --json} says. */
    public Map<String, Service> services() {
        Finished status = run("status", "--json");
        Map<String, Service> services = new TreeMap<>();
        for (JsonNode line : json(status).path("services")) {
            Service service = new Service(
                    line.path("name").asText(),
                    line.path("pid").asLong(0),
                    line.path("ready").asBoolean(false));
            services.putIfAbsent(service.name(), service); // the first of several nodes lists its own, then the others
        }
        if (services.isEmpty()) {
            throw new AssertionError("no services in " + status);
        }
        return services;
    }

    /** One service of {@link #services}. */
    public Service service(String name) {
        return Optional.ofNullable(services().get(name))
                .orElseThrow(() -> new AssertionError("status names no " + name));
    }

    /** Kills a service at once, as a crash would (SIGKILL), and returns when its process is gone. */
    public void kill(String name) {
        long pid = service(name).pid();
        ProcessHandle.of(pid)
                .orElseThrow(() -> new AssertionError(name + " has no process, status says pid " + pid))
                .destroyForcibly();
        Await.until("end of " + name, KILL_LIMIT, () -> !ProcessTable.isAlive(pid));
    }

    /** Where other nodes and operators reach its routing peer. */
    public String routing() {
        return listen + ":" + portBase;
    }

    /** Where it serves SIP, over UDP and TCP. */
    public InetSocketAddress sip() {
        return new InetSocketAddress(listen, sipPort);
    }

    /** Where it serves SIP over TLS. */
    public InetSocketAddress sipTls() {
        return new InetSocketAddress(listen, tlsPort);
    }

    /** What phones check its certificate by. */
    public Path authority() {
        return authority.certificate();
    }

    public int sipPort() {
        return sipPort;
    }

    public int portBase() {
        return portBase;
    }

    public Path data() {
        return data;
    }

    /** The metrics of the edge. */
    public Metrics edgeMetrics() {
        return metrics("edge");
    }

    /** The metrics of a service. */
    public Metrics metrics(String service) {
        return new Metrics(new InetSocketAddress(listen, portBase + FIRST_HTTP + WITH_METRICS.indexOf(service)));
    }

    public int edgeGrpcPort() {
        return portBase + EDGE_GRPC;
    }

    public int edgeHttpPort() {
        return portBase + EDGE_HTTP;
    }

    /** The broker's address, as host:port. */
    public String kafka() {
        return "127.0.0.1:" + (portBase + KAFKA);
    }

    /** The JSON that a command printed. */
    public static JsonNode json(Finished finished) {
        try {
            return new ObjectMapper().readTree(finished.output());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON from " + finished, e);
        }
    }

    static List<String> upArguments(Path data, String listen, int sipPort, int portBase, int turnPort) {
        return List.of(
                "up",
                "--data",
                data.toString(),
                "--listen",
                listen,
                "--domain",
                DOMAIN,
                "--redirect",
                REDIRECTED_DOMAIN,
                "--sip-port",
                Integer.toString(sipPort),
                "--port-base",
                Integer.toString(portBase),
                "--turn-port",
                Integer.toString(turnPort));
    }

    private List<String> ofThisNode(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return all;
    }
}
