package org.p2psip.client.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Bootstrap servers by name: {@code _service._tcp.domain} asks for SRV records (RFC 2782; all of them, whatever their
 * priority: each server has the same sample), {@code host:port} for all addresses of the host, as a headless service of
 * Kubernetes has one for each pod.
 */
final class DnsServers {
    private final Resolver resolver;

    /** @param resolver asked for SRV records; null for the one that the system is configured with */
    DnsServers(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The servers of a name, "host:port"; none when it has none or nobody answers. Blocks. */
    List<String> of(String name) {
        return name.startsWith("_") ? bySrv(name) : byAddress(name);
    }

    private List<String> bySrv(String name) {
        Lookup lookup;
        try {
            lookup = new Lookup(name, Type.SRV);
        } catch (TextParseException noName) {
            return List.of();
        }
        if (resolver != null) {
            lookup.setResolver(resolver);
            lookup.setCache(null);
        }
        Record[] records = lookup.run();
        return records == null
                ? List.of()
                : Arrays.stream(records)
                        .map(SRVRecord.class::cast)
                        .filter(record -> record.getTarget().labels() > 1) // "." says that there is none
                        .map(record -> record.getTarget().toString(true) + ":" + record.getPort())
                        .toList();
    }

    private static List<String> byAddress(String name) {
        int colon = name.lastIndexOf(':');
        try {
            return Arrays.stream(InetAddress.getAllByName(name.substring(0, colon)))
                    .map(address -> literal(address) + name.substring(colon))
                    .toList();
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    /** The address as it stands before a port. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.indexOf(':') < 0 ? plain : "[" + plain + "]";
    }
}
