package org.p2psip.edge.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.location.AnswerCache.Answer;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.TransactionContext;

class AnswerCacheTest {
    private static final Aor BOB = new Aor("bob", "example.org");

    private final CurrentTime time = new CurrentTime();
    private final List<EdgeCommand> asked = new ArrayList<>();
    private final TransactionContext context =
            new TransactionContext(asked::add, time, new TimerQueue(time), new Counters());
    private final Questions questions = new Questions(context, 10);
    private final AnswerCache<String> cache = new AnswerCache<>(
            context, questions, EdgeCommand.FetchCredentials::new, result -> new Answer<>("answer", true, 0), 10);

    @Test
    void listenersThatThrowDoNotKeepTheOthersFromTheirAnswerAndAreTold() {
        List<String> heard = new ArrayList<>();
        cache.ask(BOB, heard::add);
        cache.ask(BOB, answer -> {
            throw new IllegalStateException("first bug");
        });
        cache.ask(BOB, heard::add);
        cache.ask(BOB, answer -> {
            throw new IllegalArgumentException("second bug");
        });
        cache.ask(BOB, heard::add);
        assertThat(asked).hasSize(1);

        long token = ((EdgeCommand.FetchCredentials) asked.getFirst()).token();
        assertThatThrownBy(() -> questions.answered(token, new OverlayResult.Credentials(Map.of())))
                .hasMessage("first bug")
                .satisfies(bug -> assertThat(bug.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("second bug"));
        assertThat(heard).containsExactly("answer", "answer", "answer");
        assertThat(cache.kept(BOB).value()).isEqualTo("answer");
    }
}
