package org.p2psip.routing.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.bootstrap.Peers.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.timing.Backoff;

class BootstrapSearchTest {
    private static final long PATIENCE = 2_000;
    private static final BootstrapAnswer SAMPLE =
            new BootstrapAnswer.Sample(List.of(new BootstrapAnswer.Heard(peer(1), 500)));

    private long nowMs = 50_000;

    private BootstrapSearch search(boolean callsOut, List<String> servers, String... names) {
        return new BootstrapSearch(
                new BootstrapSearch.Config(
                        "example.org", servers, List.of(names), callsOut, 2, PATIENCE, new Backoff(1_000, 30_000)),
                new Random(3));
    }

    private static List<String> asked(BootstrapSearch search) {
        return search.commands().stream()
                .filter(SearchCommand.Ask.class::isInstance)
                .map(command -> ((SearchCommand.Ask) command).server())
                .toList();
    }

    private static SearchCommand.NobodyFound nobodyFound(BootstrapSearch search) {
        List<SearchCommand> commands = search.commands();
        assertThat(commands).hasSize(1).first().isInstanceOf(SearchCommand.NobodyFound.class);
        return (SearchCommand.NobodyFound) commands.getFirst();
    }

    @Test
    void serversAreAskedTwoAtATimeAndTheFirstSampleEndsTheSearch() {
        BootstrapSearch search = search(false, List.of("a:1", "b:1", "c:1"));
        search.start(List.of(), nowMs);
        List<String> asked = asked(search);
        assertThat(asked).hasSize(2);
        search.failed(asked.get(0), "connection refused", nowMs);
        List<String> next = asked(search);
        assertThat(next).hasSize(1).doesNotContainAnyElementsOf(asked);

        search.answered(asked.get(1), "Example.ORG", SAMPLE, nowMs);
        assertThat(search.commands()).containsExactly(new SearchCommand.Found(asked.get(1), List.of(peer(1))));
        assertThat(search.deadlineMs()).isEqualTo(Long.MAX_VALUE);
        search.answered(next.getFirst(), "example.org", SAMPLE, nowMs);
        search.advance(nowMs + 100_000);
        assertThat(search.commands()).isEmpty();
    }

    @Test
    void peersKnownBeforeAreServersToo() {
        BootstrapSearch search = search(false, List.of());
        search.start(List.of("192.0.2.9:7460"), nowMs);
        assertThat(search.commands()).containsExactly(new SearchCommand.Ask("192.0.2.9:7460"));
    }

    @Test
    void namesAreLookedUpAndTheirServersAsked() {
        BootstrapSearch search = search(false, List.of(), "_p2psip._tcp.example.org", "peers.default.svc");
        search.start(List.of(), nowMs);
        assertThat(search.commands())
                .containsExactly(
                        new SearchCommand.Resolve("_p2psip._tcp.example.org"),
                        new SearchCommand.Resolve("peers.default.svc"));
        search.resolved("_p2psip._tcp.example.org", List.of("a:1", "b:1"), nowMs);
        assertThat(asked(search)).containsExactlyInAnyOrder("a:1", "b:1");
        search.resolved("peers.default.svc", List.of("b:1", "c:1"), nowMs);
        assertThat(asked(search)).isEmpty();
        search.failed("a:1", "gone", nowMs);
        assertThat(asked(search)).containsExactly("c:1");
    }

    @Test
    void neighborsThatAnswerACallAreAsked() {
        BootstrapSearch search = search(true, List.of());
        search.start(List.of(), nowMs);
        assertThat(search.commands()).containsExactly(new SearchCommand.CallOut());
        search.heard("192.0.2.1:7460", nowMs + 100);
        search.heard("192.0.2.1:7460", nowMs + 110);
        assertThat(asked(search)).containsExactly("192.0.2.1:7460");
        search.failed("192.0.2.1:7460", "reset", nowMs + 200);
        assertThat(search.commands()).isEmpty();
        search.heard("192.0.2.2:7460", nowMs + 300);
        assertThat(asked(search)).containsExactly("192.0.2.2:7460");
    }

    @Test
    void redirectIsFollowedAndNoServerIsAskedTwiceInARound() {
        BootstrapSearch search = search(false, List.of("a:1"));
        search.start(List.of(), nowMs);
        assertThat(asked(search)).containsExactly("a:1");
        search.answered("a:1", "example.org", new BootstrapAnswer.Redirect(List.of("a:1", "b:1")), nowMs);
        assertThat(asked(search)).containsExactly("b:1");
        search.answered("b:1", "example.org", new BootstrapAnswer.Redirect(List.of("a:1")), nowMs);
        assertThat(nobodyFound(search).why()).isEqualTo("a:1: names other servers; b:1: names other servers");
    }

    @Test
    void endlessRedirectsEnd() {
        BootstrapSearch search = search(false, List.of("s0:1"));
        search.start(List.of(), nowMs);
        Set<String> all = new HashSet<>();
        List<String> asked = asked(search);
        for (int i = 1; !asked.isEmpty(); i++) {
            all.addAll(asked);
            search.answered(
                    asked.getFirst(), "example.org", new BootstrapAnswer.Redirect(List.of("s" + i + ":1")), nowMs);
            asked = asked(search);
        }
        assertThat(all).hasSize(BootstrapSearch.MAX_SERVERS);
        assertThat(search.deadlineMs()).isBetween(nowMs + 1_000, nowMs + 1_001);
    }

    @Test
    void wrongOverlayAnEmptySampleAndSilenceAreNamedWhenNobodyIsFound() {
        BootstrapSearch search = search(false, List.of("a:1", "b:1", "c:1", "d:1"));
        search.start(List.of(), nowMs);
        List<String> waiting = new ArrayList<>(asked(search));
        for (BootstrapAnswer answer :
                List.of(SAMPLE, new BootstrapAnswer.Sample(List.of()), new BootstrapAnswer.Overloaded(100))) {
            String overlay = answer == SAMPLE ? "example.net" : "example.org";
            search.answered(waiting.removeFirst(), overlay, answer, nowMs);
            waiting.addAll(asked(search));
        }
        assertThat(waiting).hasSize(1);
        assertThat(search.deadlineMs()).isEqualTo(nowMs + PATIENCE);
        search.advance(nowMs + PATIENCE);
        assertThat(nobodyFound(search).why())
                .contains("serves the overlay example.net", "knows no peer", "has too much to do", "no answer");
    }

    @Test
    void roundsFollowWithGrowingPauses() {
        BootstrapSearch search = search(false, List.of("a:1"));
        search.start(List.of(), nowMs);
        List<Long> pauses = new ArrayList<>();
        IntStream.range(0, 8).forEach(round -> {
            assertThat(asked(search)).containsExactly("a:1");
            search.failed("a:1", "connection refused", nowMs);
            pauses.add(nobodyFound(search).againInMs());
            nowMs = search.deadlineMs();
            search.advance(nowMs - 1);
            assertThat(search.commands()).isEmpty();
            search.advance(nowMs);
        });
        assertThat(pauses.getFirst()).isEqualTo(1_000);
        assertThat(pauses.getLast()).isBetween(24_000L, 30_000L);
        assertThat(pauses.subList(0, 5)).isSorted();
    }

    @Test
    void whoHasNoWayToSearchIsTold() {
        BootstrapSearch search = search(false, List.of());
        search.start(List.of(), nowMs);
        assertThat(nobodyFound(search).why()).isEqualTo("no server, name or neighbor to ask");
    }
}
