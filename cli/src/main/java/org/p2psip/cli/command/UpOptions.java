package org.p2psip.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.cli.node.Membership;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeSettings.Auth;
import org.p2psip.cli.node.Place;
import org.p2psip.cli.node.SipTls;
import picocli.CommandLine.Option;

/** The options that say what a node shall be. Those that are not given leave a setting as it is. */
final class UpOptions {
    private static final String NO_FILE = "none";

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "IP address for SIP, STUN and other nodes. Default: " + NodeSettings.DEFAULT_LISTEN
                    + ". Storage, Kafka and the edge's gRPC listen there as well when it is a loopback address, else on"
                    + " 127.0.0.1.")
    private String listen;

    @Option(
            names = "--advertise",
            paramLabel = "ADDR",
            description = "Name or address that phones and other nodes are told. Default: that of --listen.")
    private String advertise;

    @Option(
            names = "--discoverable",
            description =
                    "Answers those who search the overlay by multicast or broadcast in the networks of this machine.")
    private Boolean discoverable;

    @Option(names = "--dial-only", description = "Nobody can reach this node, as behind a NAT: it dials the others.")
    private Boolean dialOnly;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "SIP domain that the node serves; may be repeated. Default: " + NodeSettings.DEFAULT_DOMAIN
                    + ". The first one names the overlay.")
    private List<String> domains;

    @Option(
            names = "--redirect",
            paramLabel = "DOMAIN",
            description = "SIP domain that the node serves by redirecting (302); may be repeated.")
    private List<String> redirectDomains;

    @Option(
            names = "--sip-port",
            paramLabel = "PORT",
            description = "SIP over UDP and TCP. Default: " + NodeSettings.DEFAULT_SIP_PORT + ".")
    private Integer sipPort;

    @Option(
            names = "--turn-port",
            paramLabel = "PORT",
            description = "STUN and TURN over UDP. Default: " + NodeSettings.DEFAULT_TURN_PORT + ".")
    private Integer turnPort;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "First of the " + NodeSettings.PORT_SPAN + " ports for gRPC, HTTP and Kafka. Default: "
                    + NodeSettings.DEFAULT_PORT_BASE + ".")
    private Integer portBase;

    @Option(
            names = "--auth",
            paramLabel = "digest|none",
            description = "Whether phones have to prove who they are. Default: digest.")
    private Auth auth;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "A Kafka broker that runs already. Default: the node starts its own.")
    private String kafka;

    @Option(
            names = "--kafka-access",
            paramLabel = "DIR",
            description =
                    "Directory with ca.pem, user, password and, unless it is SCRAM-SHA-512, mechanism: how the broker"
                            + " of --kafka is reached, by TLS. Without --kafka the node's own broker listens for other machines as"
                            + " well, and the directory is made with what they need. Default: none.")
    private String kafkaAccess;

    @Option(
            names = "--trunks",
            paramLabel = "FILE",
            description = "Trunks, routes and numbers of a Gateway Peer (docs/trunks.md). Default: no gateway;"
                    + " none takes it away again.")
    private String trunks;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Certificate chain of the node in PEM: it then serves SIP over TLS as well. \"" + NO_FILE
                    + "\" for none. Default: none.")
    private String tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key of that certificate in PEM (PKCS #8).")
    private String tlsKey;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "SIP over TLS. Default: " + SipTls.DEFAULT_PORT + ".")
    private Integer tlsPort;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description =
                    "Whole nodes of one site: the records have two copies from two nodes on, and from three on any"
                            + " of them may fail. Ports of each are " + NodeSettings.PORT_STRIDE
                            + " above those of the one"
                            + " before, its data in node-N below that of the first. Default: 1.")
    private Integer nodes;

    @Option(
            names = "--sites",
            paramLabel = "M",
            description = "Sites of one overlay, each with its own broker and records, and as many nodes as --nodes"
                    + " says. Default: 1.")
    private Integer sites;

    @Option(names = "--insecure", description = "Allows --auth none on an address that is not loopback.")
    private Boolean insecure;

    /** Whether a node is reached by others, and how. */
    private Membership membership(Membership base) {
        return new Membership(
                given(advertise, base.advertise()),
                given(dialOnly, base.dialOnly()),
                given(discoverable, base.discoverable()),
                base.joined());
    }

    /** Whether domains were given. */
    boolean namesDomains() {
        return domains != null;
    }

    /** These options over the settings of {@code base}. */
    NodeSettings over(NodeSettings base) {
        NodeSettings one = over(base, base.place());
        return nodes == null && sites == null
                ? one
                : one.among(
                        given(sites, base.place().sites()),
                        given(nodes, base.place().nodes()));
    }

    private NodeSettings over(NodeSettings base, Place place) {
        return new NodeSettings(
                given(listen, base.listen()),
                given(domains, base.domains()),
                given(redirectDomains, base.redirectDomains()),
                given(sipPort, base.sipPort()),
                given(turnPort, base.turnPort()),
                given(portBase, base.portBase()),
                given(auth, base.auth()),
                given(insecure, base.insecure()),
                given(kafka, base.kafka()),
                given(file(kafkaAccess), base.kafkaAccess()),
                given(file(trunks), base.trunks()),
                tls(base.tls()),
                place,
                membership(base.membership()));
    }

    private SipTls tls(SipTls base) {
        boolean off = NO_FILE.equals(tlsCertificate);
        return new SipTls(
                given(file(tlsCertificate), base.certificate()),
                off ? "" : given(file(tlsKey), base.key()),
                given(tlsPort, base.port()));
    }

    private static String file(String option) {
        if (option == null || option.equals(NO_FILE)) {
            return option == null ? null : "";
        }
        return Path.of(option).toAbsolutePath().normalize().toString();
    }

    private static <T> T given(T option, T otherwise) {
        return option == null ? otherwise : option;
    }

    /** Where these options ask for something else than what runs: option, asked, running. */
    List<String> differences(NodeSettings running) {
        NodeSettings asked = over(running);
        List<String> differences = new ArrayList<>();
        compare(differences, "--listen", asked.listen(), running.listen());
        compare(
                differences,
                "--advertise",
                asked.membership().advertise(),
                running.membership().advertise());
        compare(
                differences,
                "--discoverable",
                asked.membership().discoverable(),
                running.membership().discoverable());
        compare(
                differences,
                "--dial-only",
                asked.membership().dialOnly(),
                running.membership().dialOnly());
        compare(differences, "--domain", asked.domains(), running.domains());
        compare(differences, "--redirect", asked.redirectDomains(), running.redirectDomains());
        compare(differences, "--sip-port", asked.sipPort(), running.sipPort());
        compare(differences, "--turn-port", asked.turnPort(), running.turnPort());
        compare(differences, "--port-base", asked.portBase(), running.portBase());
        compare(differences, "--auth", asked.auth().label(), running.auth().label());
        compare(differences, "--insecure", asked.insecure(), running.insecure());
        compare(differences, "--kafka", asked.kafka(), running.kafka());
        compare(differences, "--kafka-access", asked.kafkaAccess(), running.kafkaAccess());
        compare(differences, "--trunks", asked.trunks(), running.trunks());
        compare(
                differences,
                "--tls-certificate",
                asked.tls().certificate(),
                running.tls().certificate());
        compare(differences, "--tls-key", asked.tls().key(), running.tls().key());
        compare(differences, "--nodes", asked.place().nodes(), running.place().nodes());
        compare(differences, "--sites", asked.place().sites(), running.place().sites());
        compare(differences, "--tls-port", asked.tls().port(), running.tls().port());
        return differences;
    }

    private static void compare(List<String> differences, String option, Object asked, Object running) {
        if (!asked.equals(running)) {
            differences.add(option + " " + asked + ", but it runs with " + running);
        }
    }
}
