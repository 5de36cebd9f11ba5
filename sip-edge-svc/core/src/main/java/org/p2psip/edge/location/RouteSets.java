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
 * Looks up and stores route-sets. What a lookup brought is kept for a moment; an AOR without bindings is never kept, so
 * that who has just registered is found. What was stored is kept where the AOR was known: far more users register than
 * are called in the next seconds.
 */
public final class RouteSets {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Hears what this edge stored. */
    public interface StoreListener {
        void stored(Aor aor);
    }

    private final TransactionContext context;
    private final Questions questions;
    private final AnswerCache<Optional<RouteSet>> cache;
    /** Stores under way, of AORs whose route-set was known when the first began. */
    private final Map<Aor, Integer> wantedStores = new HashMap<>();

    private StoreListener stored = aor -> {};

    /** @param limit AORs whose route-set is kept */
    public RouteSets(TransactionContext context, Questions questions, int limit) {
        this.context = context;
        this.questions = questions;
        this.cache = new AnswerCache<>(context, questions, EdgeCommand.Lookup::new, this::answer, limit);
    }

    /** Who is told of every AOR that this edge has stored bindings of. */
    public void onStored(StoreListener listener) {
        stored = listener;
    }

    /** Hands over the route-set, from the cache when it is there; empty when the overlay is unavailable. */
    public void find(Aor aor, Consumer<Optional<RouteSet>> answer) {
        AnswerCache.Kept<Optional<RouteSet>> kept = cache.kept(aor);
        if (kept != null) {
            long age = context.time().nanos() - kept.sinceNanos();
            List<Binding> current = aged(kept.value().orElseThrow().bindings(), age / SECOND);
            if (!current.isEmpty()) {
                context.counters().add(EdgeCounter.ROUTE_SET_CACHE_HITS);
                answer.accept(Optional.of(new RouteSet(current, true)));
                return;
            }
        }
        context.counters().add(EdgeCounter.ROUTE_SET_CACHE_MISSES);
        cache.ask(aor, answer);
    }

    /** Hands over the route-set as the overlay has it now; empty when the overlay is unavailable. */
    public void findFresh(Aor aor, Consumer<Optional<RouteSet>> answer) {
        cache.drop(aor);
        cache.ask(aor, answer);
    }

    private AnswerCache.Answer<Optional<RouteSet>> answer(OverlayResult result) {
        return switch (result) {
            case OverlayResult.Bindings bindings -> answer(usable(bindings), bindings.generation());
            case OverlayResult.NotFound none -> answer(List.of(), 0);
            default -> new AnswerCache.Answer<>(Optional.empty(), false, 0);
        };
    }

    private static AnswerCache.Answer<Optional<RouteSet>> answer(List<Binding> usable, long generation) {
        return new AnswerCache.Answer<>(Optional.of(new RouteSet(usable, false)), !usable.isEmpty(), generation);
    }

    /** Stores bindings; the answer is the overlay's. */
    public void store(Aor aor, LongFunction<EdgeCommand> command, Consumer<OverlayResult> answer) {
        boolean wanted = (cache.knows(aor) && !isOfMoreThanPhones(aor)) || wantedStores.containsKey(aor);
        if (wanted) {
            wantedStores.merge(aor, 1, Integer::sum);
        }
        cache.changed(aor);
        questions.ask(command, result -> {
            cache.changed(aor);
            boolean last = wanted && wantedStores.merge(aor, -1, (n, less) -> n + less == 0 ? null : n + less) == null;
            // With another one under way nobody knows which of the two answers is the newer.
            if (result instanceof OverlayResult.Bindings bindings) {
                List<Binding> usable = usable(bindings);
                if (last) {
                    cache.keep(aor, answer(usable, bindings.generation()));
                }
                answer.accept(new OverlayResult.Bindings(usable, bindings.generation()));
                stored.stored(aor);
            } else {
                answer.accept(result);
            }
        });
    }

    /** Whether some of it was not registered by REGISTER, and has no Call-ID: the answer to a store does not bring that. */
    private boolean isOfMoreThanPhones(Aor aor) {
        AnswerCache.Kept<Optional<RouteSet>> kept = cache.kept(aor);
        if (kept != null) {
            for (Binding binding : kept.value().orElseThrow().bindings()) {
                if (binding.callId().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Somebody wrote an AOR's bindings: what is older is forgotten. Most events come back from this edge's own writes, and
     * bring nothing new.
     *
     * @param generation of the bindings after that write; 0 when nobody knows
     */
    public void changed(Aor aor, long generation) {
        if (!cache.changed(aor, generation)) {
            context.counters().add(EdgeCounter.ROUTE_SET_EVENTS_KNOWN);
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
}
