package org.p2psip.edge.locate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.transaction.Hop;

/** Finds the servers that a URI leads to (RFC 3263 section 4), those that failed lately behind the others. */
public final class ServerLocator {

    /** Asks DNS. */
    public interface Dns {
        /** Asks, and hands over the answer exactly once; {@link DnsAnswer.Failed} when there is none in time. */
        void ask(DnsQuestion question, Consumer<DnsAnswer> answer);
    }

    private final Dns dns;
    private final LocateConfig config;
    private final TransportChoice choice;
    private final RandomGenerator random;
    private final Counters counters;
    private final RememberedServers failed;

    /** @param random draws among servers of one priority */
    public ServerLocator(Dns dns, LocateConfig config, RandomGenerator random, CurrentTime time, Counters counters) {
        this.dns = dns;
        this.config = config;
        this.choice = new TransportChoice(config.transports());
        this.random = random;
        this.counters = counters;
        this.failed = new RememberedServers(time, counters, config.rememberedServers());
    }

    public LocateConfig config() {
        return config;
    }

    /**
     * Hands over the servers in the order to try, at once when the host is an address; none when there is no way.
     *
     * @param secure whether all is done as for a {@code sips} URI, whatever its scheme: the Request-URI is one (RFC 3261
     *     16.6 step 7)
     * @param large whether the request {@link #isTooLarge does not fit} a datagram
     */
    public void locate(SipUri uri, boolean secure, boolean large, Consumer<List<Hop>> answer) {
        boolean sips = secure || uri.scheme().equals("sips");
        String maddr = uri.params().get("maddr");
        String host = maddr == null || maddr.isEmpty() ? uri.host() : maddr;
        InetAddress literal = HostLiteral.of(host);
        if (literal != null) {
            answer.accept(inOrder(at(literal, uri, sips, large)));
            return;
        }
        ServerSearch search = new ServerSearch(uri, host, sips, large, choice, random);
        follow(search, search.start(), answer);
    }

    /** The same for a URI that alone decides. */
    public void locate(SipUri uri, Consumer<List<Hop>> answer) {
        locate(uri, false, false, answer);
    }

    /**
     * Whether a request over that hop has to go over a stream instead (RFC 3261 18.1.1): it was to go by UDP, the URI
     * left the choice to us, and it is too large.
     */
    public boolean isTooLarge(SipUri uri, Hop hop, int bytes) {
        return bytes > config.largestDatagram()
                && hop.transport() == Transport.UDP
                && choice.has(Transport.TCP)
                && choice.saysOf(uri, false) == TransportChoice.Named.NOTHING;
    }

    /** A server did not do its work: it could not be sent to, was silent or answered 503. */
    public void failed(Hop hop) {
        failed.add(hop, config.failedNanos());
    }

    /** A server said that it takes nothing for so long, of which at most the configured time is kept. */
    public void failed(Hop hop, long retryAfterNanos) {
        failed.add(hop, Math.clamp(retryAfterNanos, 1, config.failedNanos()));
    }

    /** A phone took no stream, which was only tried as the request is large. */
    public void datagramOnly(Hop stream) {
        failed.add(stream, config.datagramOnlyNanos());
    }

    /** A host that is an address: nothing is asked (RFC 3263 4.1, 4.2). */
    private List<Hop> at(InetAddress address, SipUri uri, boolean secure, boolean large) {
        Transport named = choice.named(uri, secure);
        boolean free = choice.saysOf(uri, secure) == TransportChoice.Named.NOTHING;
        Transport transport = free ? choice.byDefault(secure) : named;
        if (transport == null) {
            return List.of();
        }
        Hop hop = hop(transport, address, uri);
        return free && large && transport == Transport.UDP && choice.has(Transport.TCP)
                ? List.of(hop(Transport.TCP, address, uri), hop)
                : List.of(hop);
    }

    private static Hop hop(Transport transport, InetAddress address, SipUri uri) {
        int port = uri.port() < 0 ? transport.defaultPort() : uri.port();
        return ServerSearch.hop(transport, new InetSocketAddress(address, port), uri);
    }

    private void follow(ServerSearch search, ServerSearch.Step step, Consumer<List<Hop>> answer) {
        switch (step) {
            case ServerSearch.Step.Found found -> {
                if (found.hops().isEmpty()) {
                    counters.add(EdgeCounter.SERVERS_NOT_FOUND);
                }
                answer.accept(inOrder(found.hops()));
            }
            case ServerSearch.Step.Ask ask ->
                new Answers(ask.questions().size())
                        .gather(ask.questions(), answers -> follow(search, search.answered(answers), answer));
        }
    }

    /** Those that failed lately behind the others; were all of them left out, nobody would notice that they are back. */
    private List<Hop> inOrder(List<Hop> hops) {
        if (hops.size() < 2 || failed.isEmpty()) {
            return hops;
        }
        List<Hop> ordered = new ArrayList<>(hops.size());
        List<Hop> behind = new ArrayList<>(2);
        for (Hop hop : hops) {
            (failed.has(hop) ? behind : ordered).add(hop);
        }
        ordered.addAll(behind);
        return ordered;
    }

    /** The answers to questions that were asked together. */
    private final class Answers {
        private final DnsAnswer[] answers;
        private int missing;

        Answers(int count) {
            answers = new DnsAnswer[count];
            missing = count;
        }

        void gather(List<DnsQuestion> questions, Consumer<List<DnsAnswer>> whenAll) {
            for (int i = 0; i < answers.length; i++) {
                int index = i;
                dns.ask(questions.get(i), answer -> {
                    if (answer instanceof DnsAnswer.Failed) {
                        counters.add(EdgeCounter.DNS_FAILURES);
                    }
                    answers[index] = answer;
                    missing--;
                    if (missing == 0) {
                        whenAll.accept(Arrays.asList(answers));
                    }
                });
            }
        }
    }
}
