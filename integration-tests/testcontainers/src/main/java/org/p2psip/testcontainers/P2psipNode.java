package org.p2psip.testcontainers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.client.OverlayClient;
import org.p2psip.identity.Role;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;

/**
 * A whole P2PSIP node in containers: edge, routing, storage, relay, and Kafka, on a network of its own, secured by
 * certificates of its own overlay. For tests of programs that speak SIP or the client protocol:
 *
 * <pre>{@code
 * @Container
 * private static final P2psipNode NODE = new P2psipNode();
 * ...
 * NODE.enroll("alice", "wonderland");
 * phone.register("sip:alice@example.org", "wonderland", NODE.sipAddress());
 * }</pre>
 *
 * <p>Phones are programs of this machine. The edge reaches them over the flow that they registered by, so what they say
 * of their own address does not matter. Over UDP a flow ends where nothing is sent for 90 s, as behind a NAT.
 *
 * <p>To be started once, and used by any number of threads then.
 */
public final class P2psipNode implements Startable {
    /** Of all services together, on a machine of two cores that is busy with other things. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final int PORT_ATTEMPTS = 20;

    private final Images images;
    private final Network network = Network.newNetwork();
    private final Map<String, GenericContainer<?>> services = new LinkedHashMap<>();
    private final List<OverlayClient> clients = new ArrayList<>();
    private String domain = "example.org";
    private String redirectDomain = "";
    private KafkaContainer kafka;
    private Operator operator;
    private int sipPort;

    /** A node of the images that {@code ./p2psip images} makes on this machine. */
    public P2psipNode() {
        this(Images.LOCAL);
    }

    /** A node of given images. */
    public P2psipNode(Images images) {
        this.images = images;
    }

    /** Its SIP domain instead of {@code example.org}, in lower case. */
    public P2psipNode withDomain(String name) {
        domain = name;
        return this;
    }

    /** One more domain, whose requests are answered 302. */
    public P2psipNode withRedirectDomain(String name) {
        redirectDomain = name;
        return this;
    }

    /**
     * Starts all containers, and returns when phones and clients are served: every service is ready, and routing has
     * reached its storage. Does nothing when they run.
     */
    @Override
    public void start() {
        if (operator != null) {
            return;
        }
        String domains = redirectDomain.isEmpty() ? domain : domain + "," + redirectDomain;
        SiteContainers containers = new SiteContainers(images, network, domains);
        kafka = containers.kafka(SiteContainers.KAFKA);
        services.put("routing", containers.enrollment());
        services.put("storage", containers.storage("storage-1"));
        services.put("edge", edge(containers));
        services.put("relay", relay(containers));
        try {
            List<Startable> all = new ArrayList<>(services.values());
            all.add(kafka);
            Startables.deepStart(all).join();
            GenericContainer<?> routing = services.get("routing");
            operator = Operator.enroll(routing, reached(routing, SiteContainers.ROUTING_GRPC), domain, START_LIMIT);
            operator.letIn(Role.STORE, List.of(services.get("storage")));
            operator.letIn(Role.EDGE, List.of(services.get("edge")));
            ready("storage", SiteContainers.STORAGE_HTTP);
            ready("routing", SiteContainers.ROUTING_HTTP);
            ready("edge", SiteContainers.EDGE_HTTP);
            ready("relay", SiteContainers.RELAY_HTTP);
        } catch (RuntimeException failed) {
            stop();
            throw failed;
        }
    }

    private void ready(String service, int httpPort) {
        GenericContainer<?> container = services.get(service);
        Readiness.await(container, reached(container, httpPort), START_LIMIT);
    }

    private GenericContainer<?> edge(SiteContainers containers) {
        sipPort = freePort();
        GenericContainer<?> edge = containers
                .edge("edge-1", hostAddress(), sipPort)
                .withEnv("P2PSIP_OUTBOUND_FLOWS", "all")
                // It is told to phones of this machine at loopback, where it does not listen itself
                .withEnv("P2PSIP_INSECURE", "true")
                .withCreateContainerCmdModifier(create -> {
                    publish(create, ExposedPort.udp(sipPort), Ports.Binding.bindPort(sipPort));
                    publish(create, ExposedPort.tcp(sipPort), Ports.Binding.bindPort(sipPort));
                });
        if (!redirectDomain.isEmpty()) {
            edge.withEnv("P2PSIP_REDIRECT_DOMAINS", redirectDomain);
        }
        return edge;
    }

    private static GenericContainer<?> relay(SiteContainers containers) {
        return containers
                .relay("relay-1")
                .withCreateContainerCmdModifier(
                        create -> publish(create, ExposedPort.udp(SiteContainers.STUN), Ports.Binding.empty()));
    }

    /** Beside the TCP ports that Testcontainers publishes, which are at any port of the machine. */
    private static void publish(CreateContainerCmd create, ExposedPort port, Ports.Binding at) {
        List<ExposedPort> exposed = new ArrayList<>(List.of(create.getExposedPorts()));
        exposed.add(port);
        create.withExposedPorts(exposed);
        create.getHostConfig().getPortBindings().bind(port, at);
    }

    /** Where phones reach the edge, over UDP and TCP. */
    public InetSocketAddress sipAddress() {
        return new InetSocketAddress(hostAddress(), sipPort);
    }

    /** Where STUN is answered, over UDP. */
    public InetSocketAddress stunAddress() {
        Ports.Binding[] bound = services.get("relay")
                .getContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.udp(SiteContainers.STUN));
        return new InetSocketAddress(hostAddress(), Integer.parseInt(bound[0].getHostPortSpec()));
    }

    /** Its SIP domain. */
    public String domain() {
        return domain;
    }

    /** The broker, as {@code bootstrap.servers} of a consumer names it. */
    public String kafka() {
        return kafka.getBootstrapServers();
    }

    /** Enrolls a user of its domain, {@code alice}, or of any of its domains, {@code sip:alice@example.net}. */
    public void enroll(String user, String password) {
        String name = user.startsWith("sip:") ? user.substring("sip:".length()) : user;
        int at = name.indexOf('@');
        operator.enroll(at < 0 ? name : name.substring(0, at), at < 0 ? domain : name.substring(at + 1), password);
    }

    /** A client of the overlay with an operator's certificate, which may read and write all. Closed by {@link #stop}. */
    public OverlayClient client() {
        OverlayClient client = operator.client();
        synchronized (clients) {
            clients.add(client);
        }
        return client;
    }

    /** What the services have logged, by their names: for a failed test. */
    public Map<String, String> logs() {
        Map<String, String> logs = new LinkedHashMap<>();
        services.forEach((name, service) -> logs.put(name, service.isRunning() ? service.getLogs() : ""));
        return logs;
    }

    /** Stops and removes all of it. What was stored is gone. */
    @Override
    public void stop() {
        synchronized (clients) {
            clients.forEach(OverlayClient::close);
            clients.clear();
        }
        if (operator != null) {
            operator.close();
            operator = null;
        }
        services.values().forEach(GenericContainer::stop);
        services.clear();
        if (kafka != null) {
            kafka.stop();
            kafka = null;
        }
        network.close();
    }

    private static InetSocketAddress reached(GenericContainer<?> container, int port) {
        return new InetSocketAddress(container.getHost(), container.getMappedPort(port));
    }

    /** The machine whose ports are the containers'; an address, as it stands in Via and Record-Route. */
    private static String hostAddress() {
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new UncheckedIOException("the engine's host " + host + " has no address", unknown);
        }
    }

    /** The edge tells phones its port, so it has to be known before the start. */
    private static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            try (ServerSocket tcp = new ServerSocket(0);
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort())) {
                return udp.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no port that is free over UDP and TCP in " + PORT_ATTEMPTS + " attempts");
    }
}
