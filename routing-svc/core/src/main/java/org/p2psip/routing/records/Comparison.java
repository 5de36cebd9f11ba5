package org.p2psip.routing.records;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.ring.Position;

/**
 * Compares a range with one site of its replicas, as a tree of hashes two levels deep: the whole, some 64 parts of it where
 * that differs, and 64 parts of each part that differs. One question at a time.
 */
public final class Comparison {
    private final Stores stores;
    private final Consumer<Found> done;
    private final Deque<Part> deeper = new ArrayDeque<>();
    private final List<Part> differing = new ArrayList<>();
    private int missing;
    private boolean top = true;

    /** Both stores that are compared. */
    public interface Stores {
        /** @param done told once: the digests of the own store, or why there are none */
        void digests(Part range, BiConsumer<PartDigests, String> done);

        /**
         * Asks the other site.
         *
         * @param root the digest of what the own store has of the range
         * @param done told once: the answer, or why there is none
         */
        void ask(Part range, Position root, BiConsumer<Answer, String> done);

        /** A range was compared. */
        void compared(boolean equal);
    }

    /**
     * What the other site says of a range.
     *
     * @param equal whether it has the same; then there is nothing else
     * @param digests of its parts, null for those that are empty
     * @param resources in each part
     */
    public record Answer(boolean equal, List<Position> digests, List<Integer> resources) {
        /** What a site answers who has another root than it. */
        public static Answer of(PartDigests own, Position theirs) {
            if (own.root().equals(theirs)) {
                return new Answer(true, List.of(), List.of());
            }
            List<Position> digests = new ArrayList<>();
            List<Integer> resources = new ArrayList<>();
            for (int part = 0; part < own.parts().size(); part++) {
                digests.add(own.digest(part));
                resources.add(own.resources(part));
            }
            return new Answer(false, digests, resources);
        }
    }

    /**
     * What came of it.
     *
     * @param differing ranges, in their order; those that are next to each other are one
     * @param missing resources that the other site lacks, at the least
     * @param failure why it ended early; null when it did not
     */
    public record Found(List<Part> differing, int missing, String failure) {}

    /** @param done told once what came of it */
    public Comparison(Stores stores, Consumer<Found> done) {
        this.stores = stores;
        this.done = done;
    }

    /** Compares a range. */
    public void begin(Part range) {
        compare(range);
    }

    private void compare(Part range) {
        stores.digests(range, (own, failure) -> {
            if (failure != null) {
                end(failure);
            } else {
                stores.ask(range, own.root(), (answer, refusal) -> {
                    if (refusal != null) {
                        end(refusal);
                    } else {
                        answered(own, answer);
                    }
                });
            }
        });
    }

    private void answered(PartDigests own, Answer answer) {
        int parts = own.parts().size();
        if (!answer.equal()
                && (answer.digests().size() != parts || answer.resources().size() != parts)) {
            end("the other site has " + answer.digests().size() + " parts, expected " + parts);
            return;
        }
        stores.compared(answer.equal());
        if (!answer.equal()) {
            descend(own, answer);
        }
        top = false;
        if (deeper.isEmpty()) {
            end(null);
        } else {
            compare(deeper.remove());
        }
    }

    private void descend(PartDigests own, Answer answer) {
        List<Integer> others = new ArrayList<>();
        for (int part = 0; part < own.parts().size(); part++) {
            if (!Objects.equals(own.digest(part), answer.digests().get(part))) {
                others.add(part);
            }
        }
        // Where most differ nothing is found by looking closer.
        boolean closer = top && others.size() * 2 < own.parts().size();
        for (int part : others) {
            if (closer) {
                deeper.add(own.parts().get(part));
            } else {
                missing += Math.max(0, own.resources(part) - answer.resources().get(part));
                add(own.parts().get(part));
            }
        }
    }

    private void add(Part part) {
        if (!differing.isEmpty() && differing.getLast().last().next().equals(part.first())) {
            differing.add(new Part(differing.removeLast().first(), part.last()));
        } else {
            differing.add(part);
        }
    }

    private void end(String failure) {
        done.accept(new Found(List.copyOf(differing), missing, failure));
    }
}
