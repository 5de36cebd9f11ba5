package org.p2psip.storage.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.cluster.ClusterMember;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.LocalRecords;
import org.p2psip.storage.service.records.RecordCache;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.tls.service.ServiceSecurity;

/** Makes the parts of the process once, and ends them in order. */
@ApplicationScoped
public class ServiceParts {
    private static final Logger LOG = Logger.getLogger(ServiceParts.class);

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @ApplicationScoped
    RecordCache recordCache(
            Settings settings, KindCatalog kinds, MeterRegistry metrics, ServiceSecurity security, Clock clock) {
        return settings.cluster().isPresent()
                ? ClusterMember.open(settings, kinds, metrics, security.sockets(), clock)
                : LocalRecords.open(settings, kinds, metrics, clock);
    }

    void close(@Disposes RecordCache cache) {
        try {
            cache.close();
        } catch (IOException e) {
            LOG.error("The store did not stop in order; the next start repairs it", e);
        }
    }

    @Produces
    @ApplicationScoped
    RecordStore recordStore(RecordCache cache, MeterRegistry metrics) {
        Gauge.builder("p2psip.storage.entries", cache.store(), RecordStore::approximateSize)
                .description("Records in memory and on disk, approximately")
                .register(metrics);
        return cache.store();
    }
}
