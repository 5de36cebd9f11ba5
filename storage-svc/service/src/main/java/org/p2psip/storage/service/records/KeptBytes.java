package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.encoding.Decoded;
import org.p2psip.storage.encoding.StoredKindEncoding;

/** Reads what the cache keeps. A damaged record is logged, counted and treated as lost: a new write replaces it. */
final class KeptBytes {
    private static final Logger LOG = Logger.getLogger(KeptBytes.class);

    private final Counter damaged;

    KeptBytes(MeterRegistry metrics) {
        damaged = Counter.builder("p2psip.storage.damaged")
                .description("Records read from the disk that are damaged")
                .register(metrics);
    }

    /** A record is damaged that nobody can read any more. */
    void lost() {
        damaged.increment();
    }

    Optional<StoredKind> read(byte[] bytes) {
        return switch (StoredKindEncoding.decode(bytes)) {
            case Decoded.State(StoredKind kind) -> Optional.of(kind);
            case Decoded.Damaged(String reason) -> {
                damaged.increment();
                LOG.errorf("A stored record is damaged and lost: %s", reason);
                yield Optional.empty();
            }
        };
    }
}
