package org.p2psip.relay.stun.binding;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * A token bucket per source, so that nobody uses this server to flood an address that he forges.
 *
 * <p>A source is an IPv4 address or an IPv6 /64, which is what one subscriber gets. The table is bounded: at the limit
 * the source that was silent longest is forgotten, and counted; it then starts with a full bucket. Owned by one thread,
 * except for {@link #forgottenSources}.
 */
public final class SourceRateLimit {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * @param requestsPerSecond tokens that a bucket gains in a second, 1 to 1 000 000
     * @param burst tokens that a full bucket holds, at least 1
     * @param sources buckets that are kept, at least 1
     */
    public record Limits(int requestsPerSecond, int burst, int sources) {
        public Limits {
            if (requestsPerSecond < 1 || requestsPerSecond > 1_000_000 || burst < 1 || sources < 1) {
                throw new IllegalArgumentException("Out of bounds: " + requestsPerSecond
                        + " requests per second, burst " + burst + ", " + sources + " sources");
            }
        }
    }

    /** A bucket is one number: the time at which it will be full again. */
    private static final class Bucket {
        private long fullAtNanos;
    }

    private final long tokenNanos;
    private final long bucketNanos;
    private final Map<Long, Bucket> buckets;
    private final LongAdder forgotten = new LongAdder();

    public SourceRateLimit(Limits limits) {
        this.tokenNanos = NANOS_PER_SECOND / limits.requestsPerSecond();
        this.bucketNanos = tokenNanos * limits.burst();
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Bucket> silentLongest) {
                boolean full = size() > limits.sources();
                if (full) {
                    forgotten.increment();
                }
                return full;
            }
        };
    }

    /**
     * Takes a token of the source, if there is one.
     *
     * @param nowNanos of a clock that never goes back; any origin
     * @return false when its bucket is empty
     */
    public boolean admit(ClientAddress source, long nowNanos) {
        Bucket bucket = buckets.get(key(source.address().getAddress()));
        if (bucket == null) {
            bucket = new Bucket();
            bucket.fullAtNanos = nowNanos;
            buckets.put(key(source.address().getAddress()), bucket);
        }
        long missing = Math.max(0, bucket.fullAtNanos - nowNanos);
        if (missing + tokenNanos > bucketNanos) {
            return false;
        }
        bucket.fullAtNanos = nowNanos + missing + tokenNanos;
        return true;
    }

    /** Sources that were forgotten because the table was full. Any thread may ask. */
    public long forgottenSources() {
        return forgotten.sum();
    }

    // The keys of IPv4 addresses fall into ::/32 of IPv6, which is no unicast address (RFC 4291 section 2.4).
    private static long key(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return octets.limit() == Integer.BYTES ? Integer.toUnsignedLong(octets.getInt()) : octets.getLong();
    }
}
