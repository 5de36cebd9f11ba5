package org.p2psip.edge.service.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How many connections each source has. IPv6 gives a host a /64 to choose from, so that is one source. */
final class SourceCount {
    private static final int PREFIX_BYTES = 8;

    private final Map<InetAddress, Integer> counts = new HashMap<>();

    /** Counts one more; false when the source has that many already. */
    boolean enter(InetAddress address, int most) {
        InetAddress source = source(address);
        int now = counts.getOrDefault(source, 0);
        if (now >= most) {
            return false;
        }
        counts.put(source, now + 1);
        return true;
    }

    /** One that was entered is gone. */
    void leave(InetAddress address) {
        counts.computeIfPresent(source(address), (source, count) -> count > 1 ? count - 1 : null);
    }

    /** Sources with connections. */
    int size() {
        return counts.size();
    }

    private static InetAddress source(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4 || address.isLoopbackAddress()) {
            return address;
        }
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
