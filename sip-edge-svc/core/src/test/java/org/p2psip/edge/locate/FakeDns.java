package org.p2psip.edge.locate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** DNS in memory. */
public final class FakeDns {
    /** What was asked so far, as {@code TYPE name}. */
    public final List<String> asked = new ArrayList<>();

    private final Map<String, List<DnsAnswer.Naptr>> naptrs = new HashMap<>();
    private final Map<String, List<DnsAnswer.Srv>> srvs = new HashMap<>();
    private final Map<String, List<InetAddress>> hosts = new HashMap<>();
    private final Set<DnsQuestion.Type> dead = new HashSet<>();

    public FakeDns naptr(String domain, int order, int preference, String flags, String services, String replacement) {
        naptrs.computeIfAbsent(domain, any -> new ArrayList<>())
                .add(new DnsAnswer.Naptr(order, preference, flags, services, replacement));
        return this;
    }

    public FakeDns srv(String service, int priority, int weight, int port, String target) {
        srvs.computeIfAbsent(service, any -> new ArrayList<>()).add(new DnsAnswer.Srv(priority, weight, port, target));
        return this;
    }

    public FakeDns host(String name, String... addresses) {
        hosts.put(name, List.of(addresses).stream().map(FakeDns::address).toList());
        return this;
    }

    /** From now on no name server answers questions of that type. */
    public FakeDns silent(DnsQuestion.Type type) {
        dead.add(type);
        return this;
    }

    public DnsAnswer answer(DnsQuestion question) {
        asked.add(question.type() + " " + question.name());
        if (dead.contains(question.type())) {
            return new DnsAnswer.Failed("no name server answers");
        }
        return switch (question.type()) {
            case NAPTR -> new DnsAnswer.Naptrs(naptrs.getOrDefault(question.name(), List.of()));
            case SRV -> new DnsAnswer.Srvs(srvs.getOrDefault(question.name(), List.of()));
            case ADDRESS -> new DnsAnswer.Addresses(hosts.getOrDefault(question.name(), List.of()));
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
