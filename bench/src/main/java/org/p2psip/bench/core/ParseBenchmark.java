package org.p2psip.bench.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipParser;

/** Reading a datagram: what every message costs before anything is done with it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseBenchmark {
    private final byte[] invite = Messages.invite();
    private final byte[] register = Messages.register();
    private final byte[] ringing = Messages.ringing("z9hG4bK0badcafe.2a.00f1e2d3c4b5a697");

    @Benchmark
    public Decoded invite() {
        return SipParser.datagram(invite, 0, invite.length);
    }

    @Benchmark
    public Decoded register() {
        return SipParser.datagram(register, 0, register.length);
    }

    @Benchmark
    public Decoded ringing() {
        return SipParser.datagram(ringing, 0, ringing.length);
    }
}
