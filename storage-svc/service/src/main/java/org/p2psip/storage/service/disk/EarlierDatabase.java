package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Records in a directory that nothing is written to any more. All of it may wait for the disk. */
public final class EarlierDatabase implements AutoCloseable {
    private static final int AT_ONCE = 256;

    private final RecordDatabase database;

    private EarlierDatabase(RecordDatabase database) {
        this.database = database;
    }

    /** Sees a key with its value. */
    @FunctionalInterface
    public interface Visitor {
        void visit(byte[] key, byte[] value) throws IOException;
    }

    /**
     * Opens what a store wrote, however it ended.
     *
     * @param cutDamagedWal as of {@link RecordDiskConfigurationBuilder}
     * @throws IOException when it cannot be read
     */
    public static EarlierDatabase open(Path directory, boolean cutDamagedWal, DiskHealth health) throws IOException {
        return new EarlierDatabase(
                RecordDatabase.open(directory, DatabaseOptions.Choices.standard(cutDamagedWal), health));
    }

    /**
     * Shows all that did not expire, in the order of the keys.
     *
     * @param nowMs milliseconds since 1970
     */
    public void visit(long nowMs, Visitor visitor) throws IOException {
        byte[] from = Segments.start(0);
        byte[] end = Segments.start(Segments.COUNT);
        List<RecordDatabase.Scanned> some;
        do {
            some = database.scan(from, end, AT_ONCE);
            for (RecordDatabase.Scanned each : some) {
                if (each.entry().expiryMs() > nowMs) {
                    visitor.visit(each.key(), each.entry().value());
                }
            }
            if (!some.isEmpty()) {
                byte[] last = some.getLast().key();
                from = Arrays.copyOf(last, last.length + 1);
            }
        } while (some.size() == AT_ONCE);
    }

    @Override
    public void close() {
        database.close();
    }
}
