package org.p2psip.edge.service.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.p2psip.kafka.KafkaProperties;
import org.p2psip.tls.service.TlsProperties;

/**
 * The {@code p2psip.*} keys of the edge as they were written; {@link EdgeSettings} checks them. application.yaml tells
 * what each is for.
 */
@ConfigMapping(prefix = "p2psip")
public interface EdgeProperties {
    String listen();

    String data();

    boolean insecure();

    List<String> domains();

    Optional<List<String>> redirectDomains();

    String auth();

    List<String> digestAlgorithms();

    Optional<List<String>> digestMd5OnlyAgents();

    List<String> digestQop();

    Optional<List<String>> mayActFor();

    Optional<String> secretFile();

    String site();

    Optional<String> trunksFile();

    int drainSeconds();

    TlsProperties tls();

    Grpc grpc();

    Port http();

    SipProperties sip();

    Dns dns();

    Proxy proxy();

    Registration registration();

    RegEvent regEvent();

    Outbound outbound();

    Overlay overlay();

    Kafka kafka();

    Edge edge();

    Limits limits();

    Protect protect();

    Hep hep();

    Log log();

    Tracing tracing();

    /** A port that Quarkus listens on. */
    interface Port {
        int port();
    }

    /** What operators call. */
    interface Grpc {
        String listen();

        int port();
    }

    /** What the proxy does with requests. */
    interface Proxy {
        boolean recurse();

        Optional<String> emergencyRoute();
    }

    /** Name servers, and servers that failed. */
    interface Dns {
        Optional<List<String>> servers();

        int timeoutMs();

        int minTtlSeconds();

        int maxTtlSeconds();

        int negativeTtlSeconds();

        int cacheEntries();

        int failoverMs();

        int failedSeconds();

        int failedServers();
    }

    /** Times of the registrar. */
    interface Registration {
        int minExpiresSeconds();

        int maxExpiresSeconds();

        int defaultExpiresSeconds();

        int nonceLifetimeSeconds();

        String path();

        boolean serviceRoute();
    }

    /** Subscriptions to registrations. */
    interface RegEvent {
        Optional<List<String>> watchers();

        int minExpiresSeconds();

        int maxExpiresSeconds();

        int subscriptions();
    }

    /** Phones that are reached over the flow that they opened. */
    interface Outbound {
        String flows();

        int flowTimerSeconds();
    }

    /** The routing peer that the edge asks. */
    interface Overlay {
        String target();

        int timeoutMs();

        int inFlight();

        int signatureGapMs();
    }

    /** The broker, the topics, and what is kept while it is away. */
    interface Kafka extends KafkaProperties {
        int partitions();

        int replication();

        int callBuffer();

        long spoolBytes();
    }

    /** This edge among others. */
    interface Edge {
        @WithDefault("edge")
        String name();

        Optional<String> peerTransport();

        int peerTimeoutMs();
    }

    /** Traces of requests. */
    interface Tracing {
        boolean disabled();

        String endpoint();

        double ratio();
    }

    /** How log lines look. */
    interface Log {
        boolean json();
    }

    /** The collector of the message trace. */
    interface Hep {
        Optional<String> target();

        int captureId();
    }

    /** Rates of sources, bans, and overload. */
    interface Protect {
        Optional<List<String>> trusted();

        int requestsPerSecond();

        int burst();

        int sources();

        int maxLagMs();

        Ban ban();
    }

    /** When a source is banned. */
    interface Ban {
        int seconds();

        int windowSeconds();

        int authenticationFailures();

        int unknownUsers();

        int malformed();

        boolean unverified();

        Optional<List<String>> scanners();

        int limit();
    }

    /** Bounds of the core's tables. */
    interface Limits {
        int transactions();

        int calls();

        int cachedRouteSets();

        int cachedCredentials();

        int pendingRequests();

        int branches();
    }
}
