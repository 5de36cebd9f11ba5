package org.p2psip.routing.service.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import org.p2psip.kafka.KafkaProperties;
import org.p2psip.tls.service.TlsProperties;

/** The keys under "p2psip" as they were given; {@link Settings} is what they mean. */
@ConfigMapping(prefix = "p2psip")
public interface RoutingConfig {
    /** Address that HTTP binds to, and gRPC unless said otherwise. */
    String listen();

    Grpc grpc();

    Http http();

    TlsProperties tls();

    /** Directory of this service, created when missing. */
    String data();

    Kafka kafka();

    /** Name of the overlay; the first domain when absent. */
    Optional<String> overlay();

    /** SIP domains of the overlay, separated by commas. */
    Optional<String> domains();

    /** Name of the site that this peer belongs to. */
    String site();

    Storage storage();

    /** "host:port" that other nodes are told; listen and gRPC port when absent. */
    Optional<String> advertise();

    Routing routing();

    Bootstrap bootstrap();

    Enrollment enrollment();

    Ring ring();

    Tracing tracing();

    /** What is answered to who starts. */
    interface Bootstrap {
        /** Questions a second that are answered with a sample. */
        String rate();

        /** Other bootstrap servers, "host:port", several separated by commas. */
        Optional<String> servers();

        /** Whether calls of neighbors are answered. */
        boolean calls();

        String callPort();
    }

    /** How this peer gets into the ring and stays there. */
    interface Ring {
        /** Ways to find a peer of the ring, several separated by commas; absent when this peer begins it. */
        Optional<String> join();

        String beginAfter();

        String dialOnly();

        String compareInterval();

        String linkQueue();

        String linkQueueBytes();

        String neighborSilence();

        String probeTimeout();

        String updateInterval();

        String joinTimeout();
    }

    /** Traces of requests. */
    interface Tracing {
        boolean disabled();

        String endpoint();

        double ratio();
    }

    interface Grpc {
        /** Address that gRPC binds to. */
        String listen();

        String port();
    }

    interface Http {
        String port();
    }

    interface Kafka extends KafkaProperties {
        String partitions();

        String replication();
    }

    interface Storage {
        /** "host:port" of the gRPC of storage; several members separated by commas, the one to prefer first. */
        String target();
    }

    interface Routing {
        Limits limits();
    }

    /** The enrollment server. */
    interface Enrollment {
        String server();

        /** Directory with open tokens for this machine. */
        Optional<String> localTokens();

        /** Sites that they are for, separated by commas; this peer's when absent. */
        Optional<String> localTokenSites();

        /** A CA that is not made here, PEM. */
        Optional<String> caCertificate();

        Optional<String> caKey();

        String caDays();

        String certificateHours();

        String userCertificateHours();

        String revocationListHours();

        Kubernetes kubernetes();
    }

    /** Members that enroll by a service account of a cluster. */
    interface Kubernetes {
        /** "namespace/account=role+role@site", several separated by commas; absent when none may. */
        Optional<String> accounts();

        String server();

        String caFile();

        String tokenFile();

        String audience();

        String timeoutMs();
    }

    interface Limits {
        String storageInFlight();

        String storageInFlightBytes();

        String streamInFlight();

        String watches();

        String watchesPerCaller();
    }
}
