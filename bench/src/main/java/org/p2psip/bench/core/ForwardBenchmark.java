package org.p2psip.bench.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Writing what a proxy sends out of what it got (RFC 3261 16.6, 16.7). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForwardBenchmark {
    private final SipMessage invite = Messages.parsed(Messages.invite());
    private final SipMessage ringing = Messages.parsed(Messages.ringing("z9hG4bK0badcafe.2a.00f1e2d3c4b5a697"));

    @Benchmark
    public byte[] request() {
        return invite.edit()
                .requestUri("sip:bob@192.0.2.18:5064")
                .set(Header.MAX_FORWARDS, "69")
                .prepend(Header.RECORD_ROUTE, "<sip:198.51.100.1:5060;lr>")
                .replaceFirstValue(
                        Header.VIA,
                        invite.topVia().withSource("192.0.2.17", 5062).toString())
                .prepend(Header.VIA, "SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bK0badcafe.2a.00f1e2d3c4b5a697")
                .toBytes();
    }

    @Benchmark
    public byte[] response() {
        return ringing.edit().removeFirstValue(Header.VIA).toBytes();
    }
}
