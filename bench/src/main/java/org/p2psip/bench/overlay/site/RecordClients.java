package org.p2psip.bench.overlay.site;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.bench.overlay.SimulatedPeer;
import org.p2psip.bench.overlay.Simulation;
import org.p2psip.bench.overlay.site.RecordMessage.Reply;
import org.p2psip.routing.ring.Position;

/** Clients that put, remove and get records from any peer, and check what they read against what they were answered. */
public final class RecordClients {
    private static final int LONG_LIFETIME_S = 7_200;
    private static final int SHORT_LIFETIME_S = 60;
    /** Operations of one record are that far apart, milliseconds. */
    private static final int PAUSE_MS = 4_000;
    /** An operation without answer is given up after that. */
    private static final int PATIENCE_MS = 20_000;

    private final Simulation simulation;
    private final RecordSimulation sites;
    private final List<WrittenRecord> records = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean writing;
    private boolean reading;
    private long acknowledged;
    private long refused;
    private long reads;

    /** @param count records, each with one writer */
    public RecordClients(Simulation simulation, RecordSimulation sites, int count) {
        this.simulation = simulation;
        this.sites = sites;
        for (int i = 0; i < count; i++) {
            Position key = new Position(
                    simulation.random().nextLong(), simulation.random().nextLong());
            WrittenRecord record = new WrittenRecord(key, sites.nowMs());
            records.add(record);
            simulation.later(simulation.random().nextInt(PAUSE_MS), () -> next(record));
        }
    }

    /** Whether records are written and read from now on. */
    public void work(boolean write, boolean read) {
        writing = write;
        reading = read;
    }

    /** What was read that should not have been; empty when all is well. */
    public List<String> violations() {
        return violations;
    }

    public long acknowledged() {
        return acknowledged;
    }

    public long refused() {
        return refused;
    }

    public long reads() {
        return reads;
    }

    /** A site vanishes: what it was the only one to have, the last moments' writes, may go with it. */
    public void crash(SimulatedPeer peer) {
        SimulatedSite site = sites.site(peer);
        records.forEach(record -> record.lost(site, sites.nowMs()));
        sites.crash(peer);
    }

    private void next(WrittenRecord record) {
        if (!simulation.running().isEmpty() && (writing || reading)) {
            if (writing && (!reading || simulation.random().nextInt(3) == 0)) {
                write(record);
            } else {
                read(record);
            }
        }
        simulation.later(PAUSE_MS / 2 + simulation.random().nextInt(PAUSE_MS), () -> next(record));
    }

    private void write(WrittenRecord record) {
        if (record.busy) {
            return;
        }
        int kind = simulation.random().nextInt(10);
        int lifetime = kind == 0 ? 0 : kind < 3 ? SHORT_LIFETIME_S : LONG_LIFETIME_S;
        long number = record.begin(lifetime, sites.nowMs());
        ask(record, new RecordMessage(record.key, SiteStore.write(number, lifetime, sites.nowMs())), reply -> {
            if (reply instanceof Reply.Stored stored) {
                acknowledged++;
                record.acknowledged(number, stored.by(), sites.nowMs());
            } else {
                refused++;
            }
        });
    }

    private void read(WrittenRecord record) {
        if (!record.busy) {
            ask(record, new RecordMessage(record.key, null), reply -> {
                if (reply instanceof Reply.Read read) {
                    reads++;
                    record.check(read.number(), sites.nowMs())
                            .ifPresent(wrong ->
                                    violations.add("at " + simulation.now() + " ms " + record.key + ": " + wrong));
                } else {
                    refused++;
                }
            });
        }
    }

    /** Reads all records once, from any peers, and checks them. Those that are not answered count as refused. */
    public void readAll(long millis) {
        for (int i = 0; i < records.size(); i++) {
            WrittenRecord record = records.get(i);
            simulation.later(i * millis / records.size(), () -> read(record));
        }
    }

    private void ask(WrittenRecord record, RecordMessage message, Consumer<Reply> done) {
        record.busy = true;
        long operation = ++record.operation;
        Consumer<Reply> once = reply -> {
            if (record.busy && record.operation == operation) {
                record.busy = false;
                done.accept(reply);
            }
        };
        SimulatedSite site = sites.site(simulation.anyMember());
        sites.later(site, 0, () -> site.ask(message, once));
        simulation.later(PATIENCE_MS, () -> once.accept(new Reply.Refused("no answer")));
    }
}
