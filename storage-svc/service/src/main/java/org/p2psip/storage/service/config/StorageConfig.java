package org.p2psip.storage.service.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;
import org.p2psip.kafka.KafkaProperties;
import org.p2psip.tls.service.TlsProperties;

/**
 * The keys under "p2psip" as they were given; {@link Settings} is what they mean. Meaning, units and defaults stand in
 * {@code application.yaml}.
 */
@ConfigMapping(prefix = "p2psip")
public interface StorageConfig {
    String listen();

    Port grpc();

    Port http();

    TlsProperties tls();

    String data();

    Kafka kafka();

    Storage storage();

    Tracing tracing();

    /** Traces of requests. */
    interface Tracing {
        boolean disabled();

        String endpoint();

        double ratio();
    }

    Cluster cluster();

    interface Port {
        String port();
    }

    interface Kafka extends KafkaProperties {
        String partitions();

        String replication();
    }

    interface Storage {
        String durability();

        String damagedWal();

        String signatures();

        Optional<List<Kind>> kinds();

        Limits limits();
    }

    /** A definition of a kind; absent is what the standard has, or the most that is allowed. */
    interface Kind {
        String id();

        Optional<String> name();

        Optional<String> model();

        Optional<String> access();

        Optional<String> maxNodeMultiple();

        Optional<String> ofUsers();

        Optional<List<String>> readers();

        Optional<String> maxCount();

        Optional<String> maxSize();

        Optional<String> quota();
    }

    interface Cluster {
        Optional<String> listen();

        Optional<String> members();

        Optional<String> dns();

        Optional<String> multicast();

        Optional<String> size();

        String owners();
    }

    interface Limits {
        String memoryMib();

        String inFlight();

        String inFlightAll();

        String events();

        String expiryWatch();

        String scans();

        String remembered();

        String tombstoneS();

        String gatherUs();
    }
}
