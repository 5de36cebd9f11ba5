package org.p2psip.edge.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.locate.DnsQuestion;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.transport.NativeTransport;

class DnsClientTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<DnsCounter> counts = new Counts<>(DnsCounter.class);
    private final NameServer server = new NameServer();
    private DnsClient dns = client(1_000, 100, 30);
    private long lastToken;

    private DnsClient client(int timeoutMs, int entries, int negativeTtl) {
        DnsOptions options = new DnsOptions(
                List.of(server.address()),
                timeoutMs,
                1,
                3_600,
                negativeTtl,
                entries,
                ResolvedAddressTypes.IPV4_PREFERRED);
        HostsFileEntriesResolver hosts = (name, types) ->
                name.equals("phone.hosts") || name.equals("localhost") ? InetAddress.getLoopbackAddress() : null;
        return new DnsClient(io, edge, counts, options, hosts);
    }

    @AfterEach
    void close() {
        dns.close();
        server.close();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    private DnsAnswer ask(DnsQuestion.Type type, String name) {
        long token = ++lastToken;
        io.loop().execute(() -> dns.ask(token, new DnsQuestion(name, type)));
        Await.until("answer to " + type + " " + name, SOON, () -> edge.dnsAnswers.containsKey(token));
        return edge.dnsAnswers.get(token);
    }

    private static List<String> addresses(DnsAnswer answer) {
        return ((DnsAnswer.Addresses) answer)
                .addresses().stream().map(InetAddress::getHostAddress).toList();
    }

    @Test
    void serviceRecordsAreRead() {
        server.srv("_sip._udp.example.org", 60, 10, 60, 5070, "SIP1.example.org")
                .srv("_sip._udp.example.org", 60, 20, 0, 5060, "sip2.example.org")
                .srv("_sip._tcp.example.org", 60, 0, 0, 0, "")
                .naptr("example.org", 60, 50, 10, "S", "SIPS+D2T", "_sips._tcp.example.org");
        assertThat(ask(DnsQuestion.Type.SRV, "_sip._udp.example.org"))
                .isEqualTo(new DnsAnswer.Srvs(List.of(
                        new DnsAnswer.Srv(10, 60, 5070, "sip1.example.org"),
                        new DnsAnswer.Srv(20, 0, 5060, "sip2.example.org"))));
        assertThat(ask(DnsQuestion.Type.SRV, "_sip._tcp.example.org"))
                .isEqualTo(new DnsAnswer.Srvs(List.of(new DnsAnswer.Srv(0, 0, 0, ""))));
        assertThat(ask(DnsQuestion.Type.NAPTR, "example.org"))
                .isEqualTo(new DnsAnswer.Naptrs(
                        List.of(new DnsAnswer.Naptr(50, 10, "S", "SIPS+D2T", "_sips._tcp.example.org"))));
        assertThat(counts.get(DnsCounter.FOUND)).isEqualTo(3);
    }

    @Test
    void recordThatIsNotWholeIsLeftOut() {
        server.raw(DnsRecordType.NAPTR, "example.org", new byte[] {0, 1, 0, 1, 9, 's', 0, 0, 0})
                .raw(DnsRecordType.SRV, "_sip._udp.example.org", new byte[] {0, 1, 0});
        assertThat(ask(DnsQuestion.Type.NAPTR, "example.org")).isEqualTo(new DnsAnswer.Naptrs(List.of()));
        assertThat(ask(DnsQuestion.Type.SRV, "_sip._udp.example.org")).isEqualTo(new DnsAnswer.Srvs(List.of()));
    }

    @Test
    void answerThatADatagramDoesNotHoldIsFetchedOverTcp() {
        for (int i = 1; i <= 40; i++) {
            server.srv("_sip._udp.example.org", 60, i, 0, 5060, "sip" + i + ".example.org");
        }
        server.host("many.example.org", 60, "192.0.2.1")
                .host("many.example.org", 60, "192.0.2.2")
                .truncating();
        DnsAnswer.Srvs answer = (DnsAnswer.Srvs) ask(DnsQuestion.Type.SRV, "_sip._udp.example.org");
        assertThat(answer.records()).hasSize(40);
        assertThat(addresses(ask(DnsQuestion.Type.ADDRESS, "many.example.org")))
                .containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
        assertThat(server.asked)
                .containsSubsequence("SRV _sip._udp.example.org", "TCP SRV _sip._udp.example.org")
                .containsSubsequence("A many.example.org", "TCP A many.example.org");
    }

    @Test
    void answersAreBelievedForTheirTimeToLive() {
        server.srv("_sip._udp.example.org", 1, 1, 1, 5060, "a.example.org").host("a.example.org", 1, "192.0.2.1");
        for (int i = 0; i < 3; i++) {
            ask(DnsQuestion.Type.SRV, "_sip._udp.example.org");
            assertThat(addresses(ask(DnsQuestion.Type.ADDRESS, "a.example.org")))
                    .containsExactly("192.0.2.1");
        }
        assertThat(server.asked.stream().filter(q -> q.startsWith("SRV"))).hasSize(1);
        assertThat(server.asked.stream().filter(q -> q.startsWith("A "))).hasSize(1);
        Await.until("the records are asked for again", SOON, () -> {
            ask(DnsQuestion.Type.SRV, "_sip._udp.example.org");
            ask(DnsQuestion.Type.ADDRESS, "a.example.org");
            return server.asked.stream().filter(q -> q.startsWith("SRV")).count() == 2
                    && server.asked.stream().filter(q -> q.startsWith("A ")).count() == 2;
        });
    }

    @ParameterizedTest
    @CsvSource({"SRV, _sip._udp.example.org", "NAPTR, example.org", "ADDRESS, nobody.example.org"})
    void nameThatDoesNotExistIsAnAnswerAndIsKept(DnsQuestion.Type type, String name) {
        DnsAnswer answer = ask(type, name);
        assertThat(answer).isNotInstanceOf(DnsAnswer.Failed.class);
        int questions = server.asked.size();
        assertThat(ask(type, name)).isEqualTo(answer);
        assertThat(server.asked).hasSize(questions);
        assertThat(counts.get(DnsCounter.NOT_FOUND)).isEqualTo(1);
        assertThat(counts.get(DnsCounter.CACHED)).isEqualTo(1);
    }

    @Test
    void nameWithoutRecordsOfThatTypeIsAnAnswer() {
        server.host("example.org", 60, "192.0.2.1");
        assertThat(ask(DnsQuestion.Type.NAPTR, "example.org")).isEqualTo(new DnsAnswer.Naptrs(List.of()));
    }

    @ParameterizedTest
    @CsvSource({"SRV, _sip._udp.example.org", "ADDRESS, a.example.org"})
    void nameServerThatFailsIsNoAnswer(DnsQuestion.Type type, String name) {
        server.failing();
        assertThat(ask(type, name)).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(counts.get(DnsCounter.FAILED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SRV, _sip._udp.example.org", "NAPTR, example.org", "ADDRESS, a.example.org"})
    void silentNameServerFailsWithinTheTimeAndIsNotAskedAgainAtOnce(DnsQuestion.Type type, String name) {
        dns.close();
        dns = client(300, 100, 30);
        server.silent();
        long began = System.nanoTime();
        assertThat(ask(type, name)).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        int questions = server.asked.size();
        assertThat(ask(type, name)).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(server.asked).hasSize(questions);
    }

    @Test
    void sameQuestionsAreAskedOnce() {
        server.srv("_sip._udp.example.org", 60, 1, 1, 5060, "a.example.org");
        io.loop().execute(() -> {
            for (long token = 100; token < 110; token++) {
                dns.ask(token, new DnsQuestion("_sip._udp.example.org", DnsQuestion.Type.SRV));
            }
        });
        Await.until("ten answers", SOON, () -> edge.dnsAnswers.size() == 10);
        assertThat(server.asked).containsExactly("SRV _sip._udp.example.org");
    }

    @Test
    void answersKeptAreBoundedInNumber() {
        dns.close();
        dns = client(1_000, 2, 30);
        for (String name : List.of("a", "b", "c")) {
            ask(DnsQuestion.Type.NAPTR, name + ".example.org");
        }
        ask(DnsQuestion.Type.NAPTR, "a.example.org");
        assertThat(server.asked).hasSize(4);
        assertThat(counts.get(DnsCounter.LIMIT_ENTRIES)).isEqualTo(2);
    }

    @Test
    void hostOfTheHostsFileHasAnAddressAndNoServices() {
        assertThat(addresses(ask(DnsQuestion.Type.ADDRESS, "phone.hosts"))).containsExactly("127.0.0.1");
        assertThat(ask(DnsQuestion.Type.NAPTR, "phone.hosts")).isEqualTo(new DnsAnswer.Naptrs(List.of()));
        assertThat(ask(DnsQuestion.Type.SRV, "_sip._udp.phone.hosts")).isEqualTo(new DnsAnswer.Srvs(List.of()));
        assertThat(server.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-label-of-more-than-sixty-three-characters-is-no-name-that-dns-could-have.example.org",
                "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z."
                        + "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t."
                        + "u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h"
            })
    void nameThatDnsCannotHaveIsNotAskedFor(String name) {
        assertThat(ask(DnsQuestion.Type.NAPTR, name)).isEqualTo(new DnsAnswer.Naptrs(List.of()));
        assertThat(addresses(ask(DnsQuestion.Type.ADDRESS, name))).isEmpty();
        assertThat(server.asked).isEmpty();
    }
}
