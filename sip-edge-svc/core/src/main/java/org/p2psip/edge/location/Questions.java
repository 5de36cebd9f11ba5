package org.p2psip.edge.location;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.locate.DnsQuestion;
import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.TransactionContext;

/** The questions to the overlay and to DNS that wait for their answer, at most a given number. Each is answered exactly once. */
public final class Questions implements ServerLocator.Dns {
    /** Whoever answers has a shorter time-out of his own; this one is for an answer that was lost. */
    static final long TIMEOUT = TimeUnit.SECONDS.toNanos(5);

    private final TransactionContext context;
    private final int limit;
    private final Map<Long, Question> waiting = new HashMap<>();
    private long lastToken;

    public Questions(TransactionContext context, int limit) {
        this.context = context;
        this.limit = limit;
    }

    /** Asks the overlay. At the limit the answer comes at once: Unavailable. */
    public void ask(LongFunction<EdgeCommand> question, Consumer<OverlayResult> answer) {
        if (refused()) {
            answer.accept(new OverlayResult.Unavailable("too many questions wait for the overlay"));
            return;
        }
        context.counters().add(EdgeCounter.OVERLAY_QUESTIONS);
        context.out().accept(question.apply(add(answer, null)));
    }

    /** Asks DNS. At the limit, and when there is no answer in time, the answer is that it failed. */
    @Override
    public void ask(DnsQuestion question, Consumer<DnsAnswer> answer) {
        if (refused()) {
            answer.accept(new DnsAnswer.Failed("too many questions wait for their answer"));
            return;
        }
        context.counters().add(EdgeCounter.DNS_QUESTIONS);
        context.out().accept(new EdgeCommand.AskDns(add(null, answer), question));
    }

    /** The overlay's answer; without effect when the question is not known any more. */
    public void answered(long token, OverlayResult result) {
        Question question = waiting.get(token);
        if (question != null && question.overlay != null) {
            question.close();
            if (result instanceof OverlayResult.Unavailable) {
                context.counters().add(EdgeCounter.OVERLAY_UNAVAILABLE);
            }
            question.overlay.accept(result);
        }
    }

    /** The answer of DNS; without effect when the question is not known any more. */
    public void answered(long token, DnsAnswer answer) {
        Question question = waiting.get(token);
        if (question != null && question.dns != null) {
            question.close();
            question.dns.accept(answer);
        }
    }

    /** Number of questions that wait. */
    public int waiting() {
        return waiting.size();
    }

    private boolean refused() {
        boolean full = waiting.size() >= limit;
        if (full) {
            context.counters().add(EdgeCounter.LIMIT_PENDING);
        }
        return full;
    }

    private long add(Consumer<OverlayResult> overlay, Consumer<DnsAnswer> dns) {
        Question question = new Question(++lastToken, overlay, dns);
        waiting.put(question.token, question);
        question.timeout.start(TIMEOUT);
        return question.token;
    }

    private final class Question {
        private final long token;
        private final Consumer<OverlayResult> overlay;
        private final Consumer<DnsAnswer> dns;
        private final TimerQueue.Timer timeout = context.timers().timer(this::timedOut);

        Question(long token, Consumer<OverlayResult> overlay, Consumer<DnsAnswer> dns) {
            this.token = token;
            this.overlay = overlay;
            this.dns = dns;
        }

        void close() {
            timeout.cancel();
            waiting.remove(token);
        }

        private void timedOut() {
            if (overlay != null) {
                answered(token, new OverlayResult.Unavailable("no answer within 5 s"));
            } else {
                answered(token, new DnsAnswer.Failed("no answer within 5 s"));
            }
        }
    }
}
