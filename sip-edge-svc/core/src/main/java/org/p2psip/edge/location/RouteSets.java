package org.p2psip.edge.location;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * Looks up and stores route-sets. What a lookup brought is kept at most {@link #MAX_AGE}; an AOR without bindings is never
 * kept, so that who has just registered is found. An answer that was under way while its AOR changed is used, but not
 * kept. What was stored is kept where the AOR was known: far more users register than are called in the next seconds.
 */
public final class RouteSets {
    /** How old a route-set may be that is used without asking. */
    static final long MAX_AGE = TimeUnit.SECONDS.toNanos(5);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Above every generation, as they are compared without sign. */
    private static final long UNKNOWN = -1;

    /** Hears what this edge stored. */
    public interface StoreListener {
        void stored(Aor aor);
    }

    private final TransactionContext context;
    private final Questions questions;
    private final Map<Aor, Kept> cache;
    private final Map<Aor, LookupInFlight> lookups = new HashMap<>();
    /** Stores under way, of AORs whose route-set was known when the first began. */
    private final Map<Aor, Integer> wantedStores = new HashMap<>();

    private StoreListener stored = aor -> {};

    public RouteSets(TransactionContext context, Questions questions, int limit) {
        this.context = context;
        this.questions = questions;
        this.cache = new BoundedCache<>(limit);
    }

    /** Who is told of every AOR that this edge has stored bindings of. */
    public void onStored(StoreListener listener) {
        stored = listener;
    }

    /** Hands over the route-set, from the cache when it is there; empty when the overlay is unavailable. */
    public void find(Aor aor, Consumer<Optional<RouteSet>> answer) {
        Kept kept = cache.get(aor);
        long age = kept == null ? Long.MAX_VALUE : context.time().nanos() - kept.sinceNanos;
        if (age <= MAX_AGE) {
            List<Binding> current = aged(kept.bindings, age / SECOND);
            if (!current.isEmpty()) {
                context.counters().add(EdgeCounter.ROUTE_SET_CACHE_HITS);
                answer.accept(Optional.of(new RouteSet(current, true)));
                return;
            }
        }
        context.counters().add(EdgeCounter.ROUTE_SET_CACHE_MISSES);
        lookup(aor, answer);
    }

    /** Hands over the route-set as the overlay has it now; empty when the overlay is unavailable. */
    public void findFresh(Aor aor, Consumer<Optional<RouteSet>> answer) {
        cache.remove(aor);
        lookup(aor, answer);
    }

    private void lookup(Aor aor, Consumer<Optional<RouteSet>> answer) {
        LookupInFlight underWay = lookups.get(aor);
        if (underWay != null && underWay.outdatedBefore == 0) {
            underWay.waiting.add(answer);
            return;
        }
        LookupInFlight lookup = new LookupInFlight();
        lookup.waiting.add(answer);
        lookups.put(aor, lookup);
        questions.ask(token -> new EdgeCommand.Lookup(token, aor), result -> found(aor, lookup, result));
    }

    private void found(Aor aor, LookupInFlight lookup, OverlayResult result) {
        lookups.remove(aor, lookup);
        Optional<RouteSet> routeSet =
                switch (result) {
                    case OverlayResult.Bindings bindings -> {
                        List<Binding> usable = usable(bindings);
                        if (Long.compareUnsigned(bindings.generation(), lookup.outdatedBefore) >= 0) {
                            keep(aor, usable, bindings.generation());
                        }
                        yield Optional.of(new RouteSet(usable, false));
                    }
                    case OverlayResult.NotFound none -> Optional.of(new RouteSet(List.of(), false));
                    default -> Optional.empty();
                };
        lookup.waiting.forEach(waiting -> waiting.accept(routeSet));
    }

    /** Stores bindings; the answer is the overlay's. */
    public void store(Aor aor, LongFunction<EdgeCommand> command, Consumer<OverlayResult> answer) {
        boolean wanted = cache.containsKey(aor) || wantedStores.containsKey(aor);
        if (wanted) {
            wantedStores.merge(aor, 1, Integer::sum);
        }
        forget(aor);
        questions.ask(command, result -> {
            forget(aor);
            boolean last = wanted && wantedStores.merge(aor, -1, (n, less) -> n + less == 0 ? null : n + less) == null;
            // With another one under way nobody knows which of the two answers is the newer.
            if (result instanceof OverlayResult.Bindings bindings) {
                List<Binding> usable = usable(bindings);
                if (last) {
                    keep(aor, usable, bindings.generation());
                }
                answer.accept(new OverlayResult.Bindings(usable, bindings.generation()));
                stored.stored(aor);
            } else {
                answer.accept(result);
            }
        });
    }

    /**
     * Somebody wrote an AOR's bindings: what is older is forgotten. Most events come back from this edge's own writes, and
     * bring nothing new.
     *
     * @param generation of the bindings after that write; 0 when nobody knows
     */
    public void changed(Aor aor, long generation) {
        Kept kept = cache.get(aor);
        if (kept != null && generation != 0 && Long.compareUnsigned(kept.generation, generation) >= 0) {
            context.counters().add(EdgeCounter.ROUTE_SET_EVENTS_KNOWN);
            return;
        }
        cache.remove(aor);
        outdate(aor, generation == 0 ? UNKNOWN : generation);
    }

    private void forget(Aor aor) {
        cache.remove(aor);
        outdate(aor, UNKNOWN);
    }

    private void outdate(Aor aor, long generation) {
        LookupInFlight underWay = lookups.get(aor);
        if (underWay != null && Long.compareUnsigned(generation, underWay.outdatedBefore) > 0) {
            underWay.outdatedBefore = generation;
        }
    }

    /**
     * Those that can be written into a message. Others than this registrar write records too: what is in them may not
     * end a line or a URI.
     */
    private List<Binding> usable(OverlayResult.Bindings bindings) {
        List<Binding> all = bindings.bindings();
        boolean clean = true;
        for (Binding binding : all) {
            if (!isUsable(binding)) {
                context.counters().add(EdgeCounter.UNUSABLE_BINDINGS);
                clean = false;
            }
        }
        return clean ? all : all.stream().filter(RouteSets::isUsable).toList();
    }

    private static boolean isUsable(Binding binding) {
        return isPrintable(binding.contact())
                && binding.contact().indexOf('>') < 0
                && binding.instance().indexOf('"') < 0
                && (binding.instance().isEmpty() || isPrintable(binding.instance()))
                && binding.path().stream().allMatch(RouteSets::isPrintable);
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private void keep(Aor aor, List<Binding> bindings, long generation) {
        if (!bindings.isEmpty()) {
            cache.put(aor, new Kept(bindings, context.time().nanos(), generation));
        }
    }

    private static List<Binding> aged(List<Binding> bindings, long seconds) {
        if (seconds == 0) {
            return bindings;
        }
        List<Binding> current = new ArrayList<>(bindings.size());
        for (Binding binding : bindings) {
            if (binding.expiresSeconds() > seconds) {
                current.add(binding.expiringIn(binding.expiresSeconds() - seconds));
            }
        }
        return current;
    }

    private record Kept(List<Binding> bindings, long sinceNanos, long generation) {}

    private static final class LookupInFlight {
        private final List<Consumer<Optional<RouteSet>>> waiting = new ArrayList<>(1);
        /** An answer of an older generation is not kept; 0 keeps every answer. */
        private long outdatedBefore;
    }
}
