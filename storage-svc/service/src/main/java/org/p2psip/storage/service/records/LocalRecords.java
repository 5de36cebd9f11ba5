package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.infinispan.commons.CacheException;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.StartRefused;

/**
 * The only member. Without JGroups it starts in half the time. Nothing is loaded before the start: readiness does not
 * wait for the size of the store.
 */
public final class LocalRecords implements RecordCache {
    private final DataDirectory directory;
    private final CacheParts parts;
    private final CacheSession session;
    private volatile boolean closing;

    private LocalRecords(DataDirectory directory, CacheParts parts, CacheSession session) {
        this.directory = directory;
        this.parts = parts;
        this.session = session;
    }

    /** @throws StartRefused when the directory cannot be used */
    public static LocalRecords open(Settings settings, KindCatalog kinds, MeterRegistry metrics, Clock clock) {
        CacheParts parts = new CacheParts(settings, kinds, metrics, clock, Gate.OPEN);
        DataDirectory directory = DataDirectory.open(settings.data());
        try (EarlierRecords earlier =
                EarlierRecords.open(directory, settings.damagedWal() == Settings.DamagedWal.CUT, parts.disk())) {
            CacheSession session = CacheSession.start(parts, directory.records(), Optional.empty());
            try {
                session.openRecords();
                // Of a cluster that this was a member of, until it ended on the way
                earlier.mergeInto(parts.store(), clock);
            } catch (CacheException | IOException e) {
                session.close();
                throw e;
            }
            earlier.delete();
            return new LocalRecords(directory, parts, session);
        } catch (CacheException | IOException e) {
            directory.close();
            throw directory.notOpened(e);
        }
    }

    @Override
    public RecordStore store() {
        return parts.store();
    }

    @Override
    public boolean isRunning() {
        return !closing && session.isRunning();
    }

    @Override
    public String condition() {
        return isRunning() ? "running" : "stopped";
    }

    @Override
    public boolean takesWrites() {
        return parts.takesWrites();
    }

    @Override
    public int members() {
        return 1;
    }

    @Override
    public void probeDisk(long nowMs) throws IOException {
        directory.probe(nowMs);
    }

    @Override
    public synchronized void close() {
        if (!closing) {
            closing = true;
            session.close();
            directory.close();
        }
    }
}
