package org.p2psip.bench.overlay.site;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.p2psip.bench.overlay.site.RecordMessage.Reply;
import org.p2psip.routing.records.CompareRound;
import org.p2psip.routing.records.Comparison;
import org.p2psip.routing.records.Comparison.Answer;
import org.p2psip.routing.records.Comparison.Found;
import org.p2psip.routing.records.PartDigests;
import org.p2psip.routing.records.RangeParts;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.records.RangeReplicas;
import org.p2psip.routing.records.ReplicaQueue;
import org.p2psip.routing.records.TakeOvers;
import org.p2psip.routing.records.Transfer;
import org.p2psip.routing.records.Written;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.storage.StoredKind;

/** Moves records of one site over the simulated network: what the service does over gRPC. */
final class SiteMoves
        implements TakeOvers.Moves, RangeReplicas.Moves, ReplicaQueue.Moves<Position>, CompareRound.Sites {
    private final SimulatedSite site;
    private final RecordSimulation simulation;
    private boolean comparing;

    SiteMoves(SimulatedSite site, RecordSimulation simulation) {
        this.site = site;
        this.simulation = simulation;
    }

    @Override
    public void later(Runnable task, long delayMs) {
        simulation.later(site, delayMs, task);
    }

    /** What another site has of a part, with the values. */
    private record Given(List<Position> keys, List<StoredKind> states) {}

    @Override
    public Transfer transfer(PeerInfo from, Position first, Position last, Transfer.Outcome outcome) {
        Part range = new Part(first, last);
        RangeParts parts = new RangeParts(first, last);
        return new Transfer() {
            private boolean ended;

            private Transfer begun() {
                next();
                return this;
            }

            @Override
            public void cancel() {
                ended = true;
            }

            private void next() {
                Part part = parts.next();
                simulation.exchange(site, from.id(), other -> given(other, range, part), given -> {
                    if (!ended) {
                        stored(part, given);
                    }
                });
            }

            private void stored(Part part, Given given) {
                if (given == null) {
                    ended = true;
                    outcome.ended("the other site does not give the range");
                    return;
                }
                for (int i = 0; i < given.keys().size(); i++) {
                    site.store()
                            .write(
                                    given.keys().get(i),
                                    SiteStore.replica(given.states().get(i)),
                                    simulation.nowMs());
                }
                outcome.through(part.last());
                if (parts.hasNext()) {
                    next();
                } else {
                    ended = true;
                    outcome.ended(null);
                }
            }
        }.begun();
    }

    private static Given given(SimulatedSite other, Part range, Part part) {
        List<Position> keys = other.give(range, part);
        return keys == null
                ? null
                : new Given(keys, keys.stream().map(other.store()::get).toList());
    }

    @Override
    public void taken(Position last) {
        site.peer().core().taken(last, simulation.now());
        site.peer().called();
    }

    @Override
    public void pending(int ranges) {
        // Read from the peer where a test needs it.
    }

    @Override
    public void retried(Position after, Position last, int failures, String failure) {
        simulation.counts().retried();
    }

    @Override
    public void ended(Position after, Position last, PeerInfo from, boolean brought) {
        simulation.counts().takenOver(brought);
    }

    @Override
    public RangeReplicas.Reading spread(Part range, PeerInfo to, RangeReplicas.Outcome outcome) {
        Deque<Position> keys = new ArrayDeque<>(site.store().scan(range.first(), range.last()));
        boolean[] ended = new boolean[1];
        simulation.later(site, 0, () -> spread(keys, to, 0, ended, outcome));
        return () -> ended[0] = true;
    }

    private void spread(
            Deque<Position> keys, PeerInfo to, long refused, boolean[] ended, RangeReplicas.Outcome outcome) {
        if (ended[0]) {
            return;
        }
        Position key = keys.poll();
        if (key == null) {
            outcome.spread(refused);
            return;
        }
        Consumer<Boolean> next = stored -> spread(keys, to, refused + (stored ? 0 : 1), ended, outcome);
        if (to == null) {
            bring(key, replicaPeers(), next);
        } else {
            RecordMessage home =
                    new RecordMessage(key, SiteStore.replica(site.store().get(key)));
            simulation.ask(site, new ResourceId(key), home, reply -> next.accept(reply instanceof Reply.Stored));
        }
    }

    private List<PeerInfo> replicaPeers() {
        return site.peer().core().table().neighbors().replicaPeers();
    }

    @Override
    public void ended(RangeReplicas.LostRange end, PeerInfo to, long refused) {
        simulation.counts().lost(end);
    }

    @Override
    public void replicate(Position key, Written write, Consumer<Boolean> done) {
        simulation.later(site, 0, () -> bring(key, replicaPeers(), done));
    }

    @Override
    public void dropped() {
        simulation.counts().dropped();
    }

    /** Brings what there is of a resource to some peers, through the ring. */
    private void bring(Position key, List<PeerInfo> targets, Consumer<Boolean> done) {
        StoredKind state = site.store().get(key);
        if (targets.isEmpty() || state == null) {
            simulation.later(site, 0, () -> done.accept(true));
            return;
        }
        int[] open = {targets.size()};
        boolean[] all = {true};
        for (PeerInfo target : targets) {
            simulation.ask(site, target.id(), new RecordMessage(key, SiteStore.replica(state)), reply -> {
                all[0] &= reply instanceof Reply.Stored;
                open[0]--;
                if (open[0] == 0) {
                    done.accept(all[0]);
                }
            });
        }
    }

    /** Compares the site's range with those of its replicas, unless that is done already. */
    void compare() {
        if (!comparing) {
            comparing = true;
            new CompareRound(site.peer().core(), this, () -> comparing = false).begin();
        }
    }

    @Override
    public void compare(PeerInfo with, Part whole, Consumer<Found> done) {
        new Comparison(
                        new Comparison.Stores() {
                            @Override
                            public void digests(Part range, BiConsumer<PartDigests, String> told) {
                                simulation.later(site, 0, () -> told.accept(site.digests(range), null));
                            }

                            @Override
                            public void ask(Part range, Position root, BiConsumer<Answer, String> told) {
                                simulation.exchange(
                                        site,
                                        with.id(),
                                        other -> other.compare(range, root),
                                        answer -> told.accept(answer, answer == null ? "no answer" : null));
                            }

                            @Override
                            public void compared(boolean equal) {
                                simulation.counts().compared(equal);
                            }
                        },
                        done)
                .begin(whole);
    }

    @Override
    public void repair(PeerInfo with, Part range, Consumer<String> done) {
        transfer(with, range.first(), range.last(), new Transfer.Outcome() {
            @Override
            public void through(Position position) {
                // A range that is repaired in part is compared again as a whole.
            }

            @Override
            public void ended(String failure) {
                if (failure != null) {
                    done.accept(failure);
                    return;
                }
                spread(range, null, new RangeReplicas.Outcome() {
                    @Override
                    public void spread(long refused) {
                        done.accept(refused == 0 ? null : refused + " resources were not taken");
                    }

                    @Override
                    public void broken() {
                        done.accept("the store broke it off");
                    }
                });
            }
        });
    }

    @Override
    public void missing(int resources) {
        // Counted for operators only.
    }

    @Override
    public void found(PeerInfo with, Found found, int left) {
        // Counted where ranges are compared.
    }

    @Override
    public void repaired(PeerInfo with, String failure) {
        simulation.counts().repaired(failure == null);
    }
}
