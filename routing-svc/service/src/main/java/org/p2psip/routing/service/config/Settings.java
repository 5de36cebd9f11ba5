package org.p2psip.routing.service.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.tls.service.TlsSettings;

/**
 * The configuration with its meaning checked.
 *
 * @param listen address that gRPC binds to
 * @param data directory of this service
 * @param tls how gRPC is secured
 * @param overlay name of the overlay, a domain name
 * @param domains SIP domains of the overlay, lower case, at least one
 * @param site name of the site
 * @param storage gRPC of storage
 * @param advertise where other nodes reach this one
 * @param bootstrap what is answered to who starts
 * @param watches how many may watch
 * @param ring how this peer gets into the ring and stays there
 */
public record Settings(
        String listen,
        Path data,
        TlsSettings tls,
        Kafka kafka,
        String overlay,
        List<String> domains,
        String site,
        List<HostPort> storage,
        HostPort advertise,
        Bootstrap bootstrap,
        Limits limits,
        Watches watches,
        Enrollment enrollment,
        Ring ring) {

    /**
     * How this peer gets into the ring and stays there.
     *
     * @param join ways to find a peer of the ring; none when this peer begins it
     * @param beginAfter a peer that finds nobody for so long begins the ring itself; zero for never
     * @param dialOnly whether nobody can dial this peer, as behind a NAT
     * @param compareInterval its range is compared with the sites of its replicas that often; zero for never
     * @param linkQueue messages that wait for a peer that does not read
     * @param linkQueueBytes of those
     * @param peer times and bounds of the peer
     */
    public record Ring(
            Ways join,
            Duration beginAfter,
            boolean dialOnly,
            Duration compareInterval,
            int linkQueue,
            int linkQueueBytes,
            PeerConfig peer) {}

    /**
     * @param server how much is answered over gRPC
     * @param calls UDP port on which calls of neighbors are answered; empty for not at all
     * @param groups multicast groups of such calls
     */
    public record Bootstrap(BootstrapServer.Config server, OptionalInt calls, List<InetAddress> groups) {}

    /**
     * @param bootstrap "host:port", several separated by commas
     * @param partitions of a topic that this service creates
     * @param replication copies of such a topic
     */
    public record Kafka(KafkaAccess access, int partitions, short replication) {}

    /**
     * The enrollment server.
     *
     * @param source of its CA
     * @param localTokens directory with open tokens for services of this machine
     * @param localTokenSites sites that they are for
     * @param authorityLifetime of a CA that is made here
     * @param certificateLifetime of services and operators
     * @param userCertificateLifetime of users
     * @param revocationListLifetime until the next list at the latest
     * @param kubernetes how service account tokens are checked; empty where none is taken
     */
    public record Enrollment(
            CaSource source,
            Optional<Path> localTokens,
            List<String> localTokenSites,
            Duration authorityLifetime,
            Duration certificateLifetime,
            Duration userCertificateLifetime,
            Duration revocationListLifetime,
            Optional<KubernetesSettings> kubernetes) {}

    /**
     * @param storageInFlight operations that storage has not answered
     * @param storageInFlightBytes their encoded size
     * @param streamInFlight operations in flight on one stream of a client
     */
    public record Limits(int storageInFlight, int storageInFlightBytes, int streamInFlight) {}

    /**
     * @param all watches at this peer, of clients and of other peers
     * @param perCaller of one client
     */
    public record Watches(int all, int perCaller) {}
}
