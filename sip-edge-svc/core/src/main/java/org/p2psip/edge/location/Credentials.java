package org.p2psip.edge.location;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.auth.PasswordHashes;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * Fetches the digest hashes of users. They are kept at most {@link #MAX_AGE}; that a user is not known is never kept,
 * so that who has just been enrolled can register.
 */
public final class Credentials implements PasswordHashes {
    /** How old hashes may be that are used without asking. */
    static final long MAX_AGE = TimeUnit.SECONDS.toNanos(5);

    private final TransactionContext context;
    private final Questions questions;
    private final Map<Aor, Kept> cache;
    private final Map<Aor, Fetch> fetches = new HashMap<>();

    public Credentials(TransactionContext context, Questions questions, int limit) {
        this.context = context;
        this.questions = questions;
        this.cache = new BoundedCache<>(limit);
    }

    /** Hands over the overlay's answer or a kept one: Credentials, NotFound or Unavailable. */
    @Override
    public void fetch(Aor user, Consumer<OverlayResult> answer) {
        Kept kept = cache.get(user);
        if (kept != null && context.time().nanos() - kept.sinceNanos <= MAX_AGE) {
            context.counters().add(EdgeCounter.CREDENTIALS_CACHE_HITS);
            answer.accept(kept.credentials);
            return;
        }
        context.counters().add(EdgeCounter.CREDENTIALS_CACHE_MISSES);
        Fetch underWay = fetches.get(user);
        if (underWay != null && !underWay.outdated) {
            underWay.waiting.add(answer);
            return;
        }
        Fetch fetch = new Fetch();
        fetch.waiting.add(answer);
        fetches.put(user, fetch);
        questions.ask(token -> new EdgeCommand.FetchCredentials(token, user), result -> fetched(user, fetch, result));
    }

    private void fetched(Aor user, Fetch fetch, OverlayResult result) {
        fetches.remove(user, fetch);
        if (!fetch.outdated && result instanceof OverlayResult.Credentials credentials) {
            cache.put(user, new Kept(credentials, context.time().nanos()));
        }
        fetch.waiting.forEach(waiting -> waiting.accept(result));
    }

    /** Forgets a user's hashes, as they may have changed. */
    public void changed(Aor user) {
        cache.remove(user);
        Fetch underWay = fetches.get(user);
        if (underWay != null) {
            underWay.outdated = true;
        }
    }

    private record Kept(OverlayResult.Credentials credentials, long sinceNanos) {}

    private static final class Fetch {
        private final List<Consumer<OverlayResult>> waiting = new ArrayList<>(1);
        private boolean outdated;
    }
}
