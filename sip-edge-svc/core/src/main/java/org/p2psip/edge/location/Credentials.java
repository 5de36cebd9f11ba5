package org.p2psip.edge.location;

import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.auth.PasswordHashes;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * Fetches the digest hashes of users. They are kept for a moment; that a user is not known is never kept, so that who
 * has just been enrolled can register.
 */
public final class Credentials implements PasswordHashes {
    private final TransactionContext context;
    private final AnswerCache<OverlayResult> cache;

    /** @param limit users whose hashes are kept */
    public Credentials(TransactionContext context, Questions questions, int limit) {
        this.context = context;
        this.cache =
                new AnswerCache<>(context, questions, EdgeCommand.FetchCredentials::new, Credentials::answer, limit);
    }

    private static AnswerCache.Answer<OverlayResult> answer(OverlayResult result) {
        return new AnswerCache.Answer<>(result, result instanceof OverlayResult.Credentials, 0);
    }

    /** Hands over the overlay's answer or a kept one: Credentials, NotFound or Unavailable. */
    @Override
    public void fetch(Aor user, Consumer<OverlayResult> answer) {
        AnswerCache.Kept<OverlayResult> kept = cache.kept(user);
        if (kept != null) {
            context.counters().add(EdgeCounter.CREDENTIALS_CACHE_HITS);
            answer.accept(kept.value());
            return;
        }
        context.counters().add(EdgeCounter.CREDENTIALS_CACHE_MISSES);
        cache.ask(user, answer);
    }

    /** Forgets a user's hashes, as they may have changed. */
    public void changed(Aor user) {
        cache.changed(user);
    }
}
