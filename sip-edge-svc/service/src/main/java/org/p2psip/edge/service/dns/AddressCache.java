package org.p2psip.edge.service.dns;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses that Netty's resolver found, bounded in number, which its own cache is not. */
final class AddressCache implements DnsCache {
    private record Found(InetAddress address, Throwable cause, long ttlSeconds) implements DnsCacheEntry {}

    private final DnsOptions options;
    private final TtlCache<String, List<Found>> entries;

    AddressCache(DnsOptions options, TtlCache<String, List<Found>> entries) {
        this.options = options;
        this.entries = entries;
    }

    static AddressCache of(DnsOptions options, Runnable forgotten) {
        return new AddressCache(options, new TtlCache<>(options.entries(), System::nanoTime, forgotten));
    }

    @Override
    public List<? extends DnsCacheEntry> get(String host, DnsRecord[] additionals) {
        return entries.get(host);
    }

    @Override
    public DnsCacheEntry cache(
            String host, DnsRecord[] additionals, InetAddress address, long ttlSeconds, EventLoop loop) {
        Found found = new Found(address, null, options.believed(ttlSeconds));
        List<Found> before = entries.get(host);
        List<Found> all = new ArrayList<>(2);
        if (before != null && before.getFirst().cause() == null) {
            before.stream().filter(other -> !other.address().equals(address)).forEach(all::add);
        }
        all.add(found);
        long shortest = all.stream().mapToLong(Found::ttlSeconds).min().orElseThrow();
        entries.put(host, List.copyOf(all), shortest);
        return found;
    }

    @Override
    public DnsCacheEntry cache(String host, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        Found none = new Found(null, cause, options.negativeTtlSeconds());
        entries.put(host, List.of(none), none.ttlSeconds());
        return none;
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public boolean clear(String host) {
        return entries.remove(host);
    }
}
