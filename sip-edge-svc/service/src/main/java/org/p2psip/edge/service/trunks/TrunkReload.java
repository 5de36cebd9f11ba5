package org.p2psip.edge.service.trunks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.edge.trunk.Trunks;

/**
 * Takes the trunks file at the start, and again when it has changed: a thread of its own looks every
 * {@value #LOOK_MS} ms, and reads once two looks in a row saw the same change, so that no half-written file is taken.
 */
public final class TrunkReload {
    private static final Logger LOG = Logger.getLogger(TrunkReload.class);
    private static final int LOOK_MS = 500;

    /**
     * How the file and what is in force stand to each other.
     *
     * @param acceptedAtMillis when what is in force was read, milliseconds since 1970
     * @param problems why the file as it is now was refused; empty when it is in force
     */
    public record State(long acceptedAtMillis, List<String> problems) {}

    private final Path file;
    private final TrunkFile reader;
    private final Consumer<Trunks> taker;
    private final Counts<TrunkReloadCounter> counts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("trunks-file").daemon().unstarted(task));
    private Trunks first;
    private Set<Path> files;
    private FileStamps read;
    private FileStamps seen;
    private volatile State state = new State(0, List.of());

    /** @param taker takes what is in force from then on; on the thread of the reload, or of who starts it */
    public TrunkReload(Path file, TrunkFile reader, Consumer<Trunks> taker, Counts<TrunkReloadCounter> counts) {
        this.file = file;
        this.reader = reader;
        this.taker = taker;
        this.counts = counts;
        files = Set.of(file);
    }

    /** Reads the file. Throws {@link SettingRefused} with all that is wrong with it. */
    public void read() {
        switch (readStable()) {
            case TrunkFile.Result.Accepted accepted -> first = accepted.trunks();
            case TrunkFile.Result.Refused refused ->
                throw new SettingRefused(
                        "p2psip.trunks-file",
                        file,
                        "must be a trunks file without problems: " + String.join("; ", refused.problems()));
        }
    }

    /** Hands over what {@link #read} has read, and looks for changes from now on. */
    public void start() {
        accept(first);
        thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    public void stop() {
        thread.shutdownNow();
    }

    /** The trunks file. */
    public Path file() {
        return file;
    }

    /** Any thread may ask. */
    public State state() {
        return state;
    }

    private void look() {
        try {
            FileStamps now = FileStamps.of(files);
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(read)) {
                readAgain();
            }
        } catch (RuntimeException bug) { // else the executor would end the looks without a word
            counts.add(TrunkReloadCounter.FAILED);
            LOG.error("failed on the trunks file " + file, bug);
        }
    }

    private void readAgain() {
        switch (readStable()) {
            case TrunkFile.Result.Accepted accepted -> accept(accepted.trunks());
            case TrunkFile.Result.Refused refused -> {
                counts.add(TrunkReloadCounter.REFUSED);
                state = new State(state.acceptedAtMillis(), refused.problems());
                LOG.errorf(
                        "The trunks file is refused, what was in force stays: %s",
                        String.join("; ", refused.problems()));
            }
        }
    }

    /** Reads, and remembers how the files were before: what changes meanwhile is seen at the next look. */
    private TrunkFile.Result readStable() {
        while (true) {
            read = FileStamps.of(files);
            TrunkFile.Result result = reader.read(file);
            boolean known = files.containsAll(result.files());
            files = result.files();
            if (known) {
                read = read.only(files);
                seen = read;
                return result;
            }
        }
    }

    private void accept(Trunks trunks) {
        counts.add(TrunkReloadCounter.ACCEPTED);
        state = new State(System.currentTimeMillis(), List.of());
        LOG.infof(
                "Trunks of %s: %s; %d routes, %d numbers",
                file,
                trunks.trunks().stream().map(trunk -> trunk.name()).toList(),
                trunks.routes().size(),
                trunks.numbers().size());
        taker.accept(trunks);
    }
}
