package org.p2psip.bench.sip;

import java.net.InetSocketAddress;
import java.util.List;
import org.p2psip.bench.measure.CpuTime;

/**
 * A server under load.
 *
 * @param name in the table
 * @param address where it takes SIP over UDP
 * @param pid its process
 * @param chain processes that work for it: their CPU time is a figure of its own
 */
record Server(String name, InetSocketAddress address, long pid, List<Long> chain) {
    long cpuMicros() {
        return CpuTime.micros(pid);
    }

    long chainMicros() {
        return chain.stream().mapToLong(CpuTime::micros).sum();
    }
}
