package org.p2psip.cli.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.message.SipUri;

/**
 * What a node was asked to be.
 *
 * @param listen IP address for SIP, STUN and the gRPC of routing and, where it is a loopback address, also for the other
 *     gRPC, HTTP and Kafka
 * @param domains SIP domains that the node serves as a proxy, lower case; the first names the overlay
 * @param redirectDomains SIP domains that the node serves by redirecting, lower case
 * @param sipPort SIP over UDP and TCP
 * @param turnPort STUN and TURN over UDP
 * @param portBase first of the {@value #PORT_SPAN} ports for gRPC, HTTP and Kafka
 * @param auth whether phones have to prove who they are
 * @param insecure allows {@link Auth#NONE} on an address that is not loopback
 * @param kafka "host:port" of a broker that runs elsewhere; empty for one of the node's own
 * @param kafkaAccess absolute path of the directory with what that broker is reached by, or by which the own one is shared;
 *     empty for neither
 * @param trunks absolute path of the trunks file; empty for a node that is no gateway
 * @param tls SIP over TLS
 * @param place where it stands among the nodes that were started with it
 * @param membership how others reach it, and how it came into an overlay that others began
 */
public record NodeSettings(
        String listen,
        List<String> domains,
        List<String> redirectDomains,
        int sipPort,
        int turnPort,
        int portBase,
        Auth auth,
        boolean insecure,
        String kafka,
        String kafkaAccess,
        String trunks,
        SipTls tls,
        Place place,
        Membership membership) {
    /** Ports from {@link #portBase} on that a node may use. */
    public static final int PORT_SPAN = 14;

    /** From the ports of one node to those of the next that is started with it. */
    public static final int PORT_STRIDE = 20;

    public static final String DEFAULT_LISTEN = "127.0.0.1";
    public static final String DEFAULT_DOMAIN = "example.org";
    public static final int DEFAULT_SIP_PORT = 5060;
    public static final int DEFAULT_TURN_PORT = 3478;
    public static final int DEFAULT_PORT_BASE = 7460;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_DOMAINS = 64;

    /** How phones prove who they are. */
    public enum Auth {
        DIGEST,
        NONE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NodeSettings {
        domains = lower(domains);
        redirectDomains = lower(redirectDomains);
    }

    private static List<String> lower(List<String> domains) {
        return domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** A node for which nothing special was asked. */
    public static NodeSettings defaults() {
        return new NodeSettings(
                DEFAULT_LISTEN,
                List.of(DEFAULT_DOMAIN),
                List.of(),
                DEFAULT_SIP_PORT,
                DEFAULT_TURN_PORT,
                DEFAULT_PORT_BASE,
                Auth.DIGEST,
                false,
                "",
                "",
                "",
                SipTls.OFF,
                Place.ALONE,
                Membership.OWN);
    }

    /** The same node with that many others: the first of them. */
    public NodeSettings among(int sites, int nodes) {
        return moved(0, kafka, new Place(1, sites, 1, nodes));
    }

    /**
     * The settings of another node that is started with this one: the same but for its ports, and for its broker, which
     * is that of its site unless all use one that runs elsewhere.
     */
    public NodeSettings at(Place other) {
        int shift = PORT_STRIDE * (other.index() - place.index());
        boolean brokerOfItsOwn = hasOwnBroker() && other.isFirstOfSite();
        String broker = hasOwnBroker() && !brokerOfItsOwn
                ? new NodeAddresses(at(other.ofSite().getFirst())).kafka().toString()
                : kafka;
        return moved(shift, broker, other);
    }

    private NodeSettings moved(int shift, String broker, Place to) {
        return new NodeSettings(
                listen,
                domains,
                redirectDomains,
                sipPort + shift,
                turnPort + shift,
                portBase + shift,
                auth,
                insecure,
                broker,
                // the broker of a node that was started with this one is reached in clear
                hasOwnBroker() && !broker.isEmpty() ? "" : kafkaAccess,
                trunks,
                tls.isOn() ? new SipTls(tls.certificate(), tls.key(), tls.port() + shift) : tls,
                to,
                membership);
    }

    /** The same node in an overlay that was found, for these domains. */
    public NodeSettings joined(Membership.Joined found, List<String> served) {
        return new NodeSettings(
                listen,
                served,
                redirectDomains,
                sipPort,
                turnPort,
                portBase,
                auth,
                insecure,
                kafka,
                kafkaAccess,
                trunks,
                tls,
                place,
                membership.in(found));
    }

    /** Name of its site in the overlay. */
    public String siteName() {
        return membership.joined().map(Membership.Joined::site).orElseGet(place::siteName);
    }

    /** Whether there are other peers that it has to find. */
    public boolean isAlone() {
        return place.isAlone() && membership.joined().isEmpty();
    }

    /** Whether its routing peer is the enrollment server. */
    public boolean hasAuthority() {
        return place.isFirst() && membership.joined().isEmpty();
    }

    /** Every domain that the node is responsible for; those that it redirects are among them. */
    public List<String> ownDomains() {
        Set<String> own = new LinkedHashSet<>(domains);
        own.addAll(redirectDomains);
        return List.copyOf(own);
    }

    public boolean hasOwnBroker() {
        return kafka.isEmpty();
    }

    /** Whether its own broker listens for other machines. */
    boolean sharesBroker() {
        return hasOwnBroker() && !kafkaAccess.isEmpty();
    }

    /** What its services connect to a broker with that runs elsewhere; empty for a connection in clear. */
    public Optional<KafkaFiles> brokerAccess() {
        return hasOwnBroker() || kafkaAccess.isEmpty()
                ? Optional.empty()
                : Optional.of(new KafkaFiles(Path.of(kafkaAccess)));
    }

    /** What is wrong with the settings, each with its value and what would be right; empty when they can be used. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(place.problems());
        if (NodeAddresses.resolve(listen).isEmpty()) {
            problems.add("--listen " + listen + " is no address, such as " + DEFAULT_LISTEN);
            return problems;
        }
        problems.addAll(membership.problems(this));
        checkPort(problems, "--sip-port", sipPort, MAX_PORT);
        checkPort(problems, "--turn-port", turnPort, MAX_PORT);
        checkPort(problems, "--port-base", portBase, MAX_PORT - PORT_SPAN + 1);
        problems.addAll(tls.problems());
        checkPort(problems, "--tls-port", tls.port(), MAX_PORT);
        if (tls.isOn() && (tls.port() == sipPort || isInSpan(tls.port()))) {
            problems.add("--tls-port " + tls.port() + " is that of --sip-port or among the ports " + span()
                    + " of --port-base " + portBase);
        }
        if (isInSpan(sipPort)) {
            problems.add("--sip-port " + sipPort + " is among the ports " + span() + " of --port-base " + portBase);
        }
        if (domains.isEmpty() || ownDomains().size() > MAX_DOMAINS) {
            problems.add("a node serves 1 to " + MAX_DOMAINS + " domains");
        }
        ownDomains().stream()
                .filter(domain -> !isDomain(domain))
                .forEach(domain -> problems.add("\"" + domain + "\" is no domain, such as " + DEFAULT_DOMAIN));
        if (!hasOwnBroker() && HostPort.parse(kafka).isEmpty()) {
            problems.add("--kafka \"" + kafka + "\" is not HOST:PORT, such as kafka.example.org:9092");
        }
        problems.addAll(KafkaFiles.problems(this));
        if (!trunks.isEmpty() && !Files.isReadable(Path.of(trunks))) {
            problems.add("--trunks " + trunks + " is no file that can be read");
        }
        if (auth == Auth.NONE && !insecure && !NodeAddresses.isLoopback(listen)) {
            problems.add("--auth none lets anybody register and call. It is for loopback: listening on " + listen
                    + " needs --auth digest, or --insecure as well");
        }
        return problems;
    }

    private static void checkPort(List<String> problems, String option, int port, int max) {
        if (port < 1 || port > max) {
            problems.add(option + " " + port + " is no port from 1 to " + max);
        }
    }

    private boolean isInSpan(int port) {
        return port >= portBase && port < portBase + PORT_SPAN;
    }

    private String span() {
        return portBase + " to " + (portBase + PORT_SPAN - 1);
    }

    private static boolean isDomain(String domain) {
        return SipUri.parse("sip:" + domain)
                .filter(uri -> uri.text().equals("sip:" + uri.host()) && !domain.startsWith("["))
                .isPresent();
    }
}
