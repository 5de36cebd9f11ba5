package org.p2psip.cli.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.cli.process.PortUse;
import org.p2psip.cli.process.PortUse.Protocol;

/**
 * Which service of a node listens where.
 *
 * <p>HTTP and Kafka between the services carry no authentication. So storage, the broker and routing's HTTP listen on
 * loopback whatever the node listens on for phones. The gRPC of routing asks who calls, and is where other nodes come in.
 */
public record NodeAddresses(NodeSettings settings) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int DISCARD_PORT = 9;
    private static final int BROKER_OFFSET = 4;
    private static final int CONTROLLER_OFFSET = 5;
    private static final int CLUSTER_OFFSET = 6;
    private static final int SHARED_BROKER_OFFSET = 7;
    private static final int HTTP_OFFSET = 10;

    static boolean isLoopback(String address) {
        return resolve(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    static Optional<InetAddress> resolve(String address) {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    /** Address on which a service's sockets are bound. */
    public String bindHost(NodeService service) {
        boolean facesPhones = service == NodeService.EDGE || service == NodeService.RELAY;
        return facesPhones || isLoopback(settings.listen()) ? settings.listen() : LOOPBACK;
    }

    /** Address at which this machine reaches a service. */
    private String host(NodeService service) {
        String bound = bindHost(service);
        return resolve(bound).filter(InetAddress::isAnyLocalAddress).isPresent() ? LOOPBACK : bound;
    }

    /** Address on which a service's gRPC is bound: loopback for all but routing, as nobody else needs it. */
    public String grpcHost(NodeService service) {
        return service == NodeService.ROUTING ? settings.listen() : loopback();
    }

    private String loopback() {
        return isLoopback(settings.listen()) ? settings.listen() : LOOPBACK;
    }

    /** Where this machine reaches a service's gRPC. */
    public HostPort grpc(NodeService service) {
        String bound = grpcHost(service);
        boolean any = resolve(bound).filter(InetAddress::isAnyLocalAddress).isPresent();
        return new HostPort(any ? loopback() : bound, settings.portBase() + grpcOffset(service));
    }

    /** Where other nodes reach the routing peer. */
    public HostPort advertised() {
        return new HostPort(sipHost(), settings.portBase() + grpcOffset(NodeService.ROUTING));
    }

    /**
     * Who the node's services enroll with: the routing peer of the first node; in an overlay that others began the own
     * one, which passes on what it is asked.
     */
    public HostPort enrollment() {
        return new NodeAddresses(settings.at(settings.place().all().getFirst())).grpc(NodeService.ROUTING);
    }

    /**
     * Where this machine reaches a service's gRPC on the nodes of its site that were started together: the own one first,
     * which is preferred, and the others for when it fails.
     */
    public List<HostPort> grpcOfSite(NodeService service) {
        List<HostPort> all = new ArrayList<>(List.of(grpc(service)));
        settings.place().ofSite().stream()
                .filter(place -> !place.equals(settings.place()))
                .map(place -> new NodeAddresses(settings.at(place)).grpc(service))
                .forEach(all::add);
        return all;
    }

    /** Where the node's storage meets the other members of its site. */
    public HostPort cluster() {
        return new HostPort(loopback(), settings.portBase() + CLUSTER_OFFSET);
    }

    /** The storage members of the node's site, its own among them. */
    public List<HostPort> clusterMembers() {
        return settings.place().ofSite().stream()
                .map(place -> new NodeAddresses(settings.at(place)).cluster())
                .toList();
    }

    /** The routing peers that were started with this node, but its own. */
    public List<HostPort> otherPeers() {
        return settings.place().all().stream()
                .filter(place -> !place.equals(settings.place()))
                .map(place -> new NodeAddresses(settings.at(place)).grpc(NodeService.ROUTING))
                .toList();
    }

    public HostPort http(NodeService service) {
        return new HostPort(host(service), settings.portBase() + HTTP_OFFSET + grpcOffset(service));
    }

    private static int grpcOffset(NodeService service) {
        return switch (service) {
            case ROUTING -> 0;
            case STORAGE -> 1;
            case EDGE -> 2;
            case RELAY -> 3;
            case KAFKA -> throw new IllegalArgumentException("a broker speaks no gRPC");
        };
    }

    /** Where the services find Kafka: the node's own broker or the one it was given. */
    public HostPort kafka() {
        return HostPort.parse(settings.kafka())
                .orElseGet(() -> new HostPort(host(NodeService.KAFKA), settings.portBase() + BROKER_OFFSET));
    }

    /** Whether the broker is one that was started with the node. */
    boolean isBrokerOfSite() {
        int first = settings.portBase()
                - NodeSettings.PORT_STRIDE * (settings.place().node() - 1);
        return settings.hasOwnBroker() || kafka().equals(new HostPort(host(NodeService.KAFKA), first + BROKER_OFFSET));
    }

    /** Where other machines find the node's own broker, when it is shared. */
    public HostPort sharedKafka() {
        return new HostPort(sipHost(), settings.portBase() + SHARED_BROKER_OFFSET);
    }

    public HostPort kafkaController() {
        return new HostPort(host(NodeService.KAFKA), settings.portBase() + CONTROLLER_OFFSET);
    }

    /**
     * The address that phones are told in Via and Record-Route, and other nodes. A node that listens on every address
     * names one that others reach, if it has any.
     */
    public String sipHost() {
        if (!settings.membership().advertise().isEmpty()) {
            return settings.membership().advertise();
        }
        InetAddress listen = resolve(settings.listen())
                .orElseThrow(() -> new IllegalStateException("checked before: " + settings.listen()));
        return listen.isAnyLocalAddress() ? addressForOthers(listen) : text(listen);
    }

    /** The address that leads to other machines: connecting a datagram socket asks the routing table and sends nothing. */
    private static String addressForOthers(InetAddress listen) {
        String elsewhere = listen instanceof Inet4Address ? "192.0.2.1" : "2001:db8::1";
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName(elsewhere), DISCARD_PORT);
            InetAddress own = socket.getLocalAddress();
            return own.isAnyLocalAddress() ? firstOfInterfaces(listen) : text(own);
        } catch (IOException | UncheckedIOException noRoute) {
            return firstOfInterfaces(listen);
        }
    }

    private static String firstOfInterfaces(InetAddress listen) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> listen.getClass() == address.getClass())
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(NodeAddresses::text)
                    .findFirst()
                    .orElse(LOOPBACK);
        } catch (SocketException noInterfaces) {
            return LOOPBACK;
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** Where this machine reaches the relay. */
    public HostPort turn() {
        return new HostPort(host(NodeService.RELAY), settings.turnPort());
    }

    /** What users of the service connect to, for tables. */
    public String served(NodeService service) {
        return switch (service) {
            case KAFKA ->
                "kafka " + kafka() + (settings.sharesBroker() ? ", for others " + sharedKafka() + " (TLS)" : "");
            case STORAGE, ROUTING -> "grpc " + grpc(service);
            case EDGE ->
                "sip " + new HostPort(settings.listen(), settings.sipPort()) + " (UDP, TCP)"
                        + (settings.tls().isOn() ? ", port " + settings.tls().port() + " (TLS)" : "");
            case RELAY -> "stun, turn " + new HostPort(settings.listen(), settings.turnPort()) + " (UDP, TCP)";
        };
    }

    /** The ports that a service takes when it starts. */
    public List<PortUse> ports(NodeService service) {
        List<PortUse> ports = new ArrayList<>();
        switch (service) {
            case KAFKA -> {
                ports.add(port(service, "Kafka", Protocol.TCP, kafka().port()));
                ports.add(port(
                        service,
                        "Kafka controller",
                        Protocol.TCP,
                        kafkaController().port()));
                if (settings.sharesBroker()) {
                    ports.add(new PortUse(
                            "Kafka for other machines",
                            Protocol.TCP,
                            checked(settings.listen()),
                            sharedKafka().port()));
                }
            }
            case EDGE -> {
                ports.add(port(service, "SIP", Protocol.UDP, settings.sipPort()));
                ports.add(port(service, "SIP", Protocol.TCP, settings.sipPort()));
                if (settings.tls().isOn()) {
                    ports.add(port(
                            service,
                            "SIP over TLS",
                            Protocol.TCP,
                            settings.tls().port()));
                }
            }
            case RELAY -> {
                ports.add(port(service, "STUN and TURN", Protocol.UDP, settings.turnPort()));
                ports.add(port(service, "TURN", Protocol.TCP, settings.turnPort()));
            }
            case STORAGE -> {
                if (settings.place().nodes() > 1) {
                    ports.add(port(
                            service, "storage cluster", Protocol.TCP, cluster().port()));
                }
            }
            case ROUTING -> {}
        }
        if (service.servesGrpc()) {
            int number = grpc(service).port();
            ports.add(new PortUse(service.label() + " gRPC", Protocol.TCP, checked(grpcHost(service)), number));
        }
        if (service != NodeService.KAFKA) {
            int number = http(service).port();
            ports.add(port(service, service.label() + " HTTP", Protocol.TCP, number));
        }
        return ports;
    }

    private PortUse port(NodeService service, String purpose, Protocol protocol, int number) {
        return new PortUse(purpose, protocol, checked(bindHost(service)), number);
    }

    private static InetAddress checked(String address) {
        return resolve(address).orElseThrow(() -> new IllegalStateException("checked before: " + address));
    }
}
