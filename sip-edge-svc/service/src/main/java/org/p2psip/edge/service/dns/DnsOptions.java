package org.p2psip.edge.service.dns;

import io.netty.resolver.ResolvedAddressTypes;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * How DNS is asked.
 *
 * @param servers name servers in the order to try; empty for those of the system
 * @param timeoutMs until a question counts as not answered
 * @param minTtlSeconds an answer is believed at least so long
 * @param maxTtlSeconds and at most so long
 * @param negativeTtlSeconds how long it is believed that there is no such record, and that nobody answered; 0: not at all
 * @param entries answers kept, addresses and other records each; the one used longest ago goes first
 * @param families which addresses can be sent to
 */
public record DnsOptions(
        List<InetSocketAddress> servers,
        int timeoutMs,
        int minTtlSeconds,
        int maxTtlSeconds,
        int negativeTtlSeconds,
        int entries,
        ResolvedAddressTypes families) {
    public DnsOptions {
        servers = List.copyOf(servers);
    }

    /** What is left of a record's time to live. */
    long believed(long ttlSeconds) {
        return Math.clamp(ttlSeconds, minTtlSeconds, maxTtlSeconds);
    }
}
