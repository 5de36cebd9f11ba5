package org.p2psip.edge.gateway;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.Flow;
import org.p2psip.edge.trunk.TrunkConfig;

/**
 * Which trunk a message comes from, by its source address and the certificate that it came with: one look-up for each
 * length of prefix that is configured, the longest first.
 */
final class TrunkSources {
    private final List<OfLength> lengths = new ArrayList<>(2);
    private final Map<String, LiveTrunk> byTlsName = new HashMap<>();
    private final Map<String, LiveTrunk> byLogin = new HashMap<>();

    TrunkSources(Collection<LiveTrunk> trunks) {
        for (LiveTrunk trunk : trunks) {
            TrunkConfig.Inbound inbound = trunk.config().inbound();
            inbound.sources().forEach(range -> add(range, trunk));
            if (inbound.sources().isEmpty()) {
                inbound.tlsNames().forEach(name -> byTlsName.put(name, trunk));
                if (inbound.tlsNames().isEmpty()) {
                    inbound.login().ifPresent(login -> byLogin.put(login.user(), trunk));
                }
            }
        }
        lengths.sort(Comparator.comparingInt((OfLength one) -> one.bits).reversed());
    }

    private void add(AddressRange range, LiveTrunk trunk) {
        byte[] network = range.network().getAddress();
        OfLength same = lengths.stream()
                .filter(one -> one.bits == range.prefixLength() && one.bytes == network.length)
                .findFirst()
                .orElseGet(() -> {
                    OfLength made = new OfLength(range.prefixLength(), network.length);
                    lengths.add(made);
                    return made;
                });
        same.trunks
                .computeIfAbsent(new Network(network), any -> new ArrayList<>(1))
                .add(trunk);
    }

    /** The trunk; null when the source and certificate are of none. */
    LiveTrunk of(Flow flow) {
        if (!lengths.isEmpty()) {
            InetAddress source = flow.remote().getAddress();
            byte[] address = source.getAddress();
            for (int i = 0; i < lengths.size(); i++) {
                LiveTrunk found = lengths.get(i).of(address, flow);
                if (found != null) {
                    return found;
                }
            }
        }
        for (String name : flow.verifiedNames()) {
            LiveTrunk found = byTlsName.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The trunk that has nothing but that user name to show; null when there is none. */
    LiveTrunk ofLogin(String user) {
        return byLogin.get(user);
    }

    /** Whether there are trunks that have nothing but a password to show. */
    boolean hasLoginsOnly() {
        return !byLogin.isEmpty();
    }

    private static final class OfLength {
        private final int bits;
        private final int bytes;
        private final Map<Network, List<LiveTrunk>> trunks = new HashMap<>();

        OfLength(int bits, int bytes) {
            this.bits = bits;
            this.bytes = bytes;
        }

        /** Several trunks may share a source: their certificates tell them apart. */
        private LiveTrunk of(byte[] address, Flow flow) {
            if (address.length != bytes) {
                return null;
            }
            for (LiveTrunk trunk : trunks.getOrDefault(new Network(masked(address)), List.of())) {
                if (trunk.isNamedBy(flow.verifiedNames())) {
                    return trunk;
                }
            }
            return null;
        }

        private byte[] masked(byte[] address) {
            byte[] masked = new byte[bytes];
            int whole = bits / Byte.SIZE;
            System.arraycopy(address, 0, masked, 0, whole);
            if (whole < bytes) {
                masked[whole] = (byte) (address[whole] & ~(0xff >> bits % Byte.SIZE));
            }
            return masked;
        }
    }

    /** Bytes that compare by what they are. */
    private record Network(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Network network && Arrays.equals(bytes, network.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
