package org.p2psip.edge.locate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.Hop;

/**
 * One search for the servers of a URI whose host is a name (RFC 3263 section 4).
 *
 * <pre>
 * START --neither transport nor port--> SERVICES --NAPTR--> SERVERS --SRV--> ADDRESSES --A, AAAA--> FOUND
 * START --transport, no port--> SERVERS        SERVICES --no NAPTR--> SERVERS, of each transport in turn
 * START --port--> ADDRESSES                    SERVERS --no SRV--> ADDRESSES, of the host itself
 * </pre>
 */
final class ServerSearch {
    /** Servers found at most. */
    static final int MAX_SERVERS = 8;

    /** With so many questions unanswered only the addresses are still asked for: a name server that is down. */
    private static final int MAX_FAILURES = 2;

    /** What is to be done next. */
    sealed interface Step {
        /** Ask all of these, and come back with the answers in their order. */
        record Ask(List<DnsQuestion> questions) implements Step {}

        /** The servers in the order to try; none when there is no way. */
        record Found(List<Hop> hops) implements Step {}
    }

    private enum State {
        START,
        SERVICES,
        SERVERS,
        ADDRESSES,
        FOUND
    }

    /** A transport and the name of its SRV records; of its host, where a NAPTR record said that. */
    private record Service(String name, Transport transport, boolean isHost) {}

    private record Endpoint(String host, int port, Transport transport) {}

    private final SipUri uri;
    private final String host;
    private final TransportChoice choice;
    private final RandomGenerator random;
    private final boolean large;
    private final boolean secure;
    private final Deque<Service> services = new ArrayDeque<>(3);
    private final List<Endpoint> endpoints = new ArrayList<>(2);
    private State state = State.START;
    private int failures;
    private boolean denied;

    /**
     * @param host where the URI leads: its maddr or its host
     * @param secure whether it is looked for as for a {@code sips} URI
     * @param large whether a stream is preferred (RFC 3261 18.1.1)
     */
    ServerSearch(
            SipUri uri, String host, boolean secure, boolean large, TransportChoice choice, RandomGenerator random) {
        this.uri = uri;
        this.host = host;
        this.choice = choice;
        this.random = random;
        this.large = large;
        this.secure = secure;
    }

    /** The first step. */
    Step start() {
        Transport named = choice.named(uri, secure);
        if (choice.saysOf(uri, secure) == TransportChoice.Named.UNUSABLE) {
            return found(List.of());
        }
        if (uri.port() >= 0) {
            return hostItself(uri.port());
        }
        if (named != null) {
            services.add(new Service(TransportChoice.serviceName(named, host), named, false));
            return nextService();
        }
        state = State.SERVICES;
        return ask(host, DnsQuestion.Type.NAPTR);
    }

    /** The next step, with the answers to what was asked. */
    Step answered(List<DnsAnswer> answers) {
        for (DnsAnswer answer : answers) {
            failures += answer instanceof DnsAnswer.Failed ? 1 : 0;
        }
        return switch (state) {
            case SERVICES -> servicesFound(answers.getFirst());
            case SERVERS -> serversFound(answers.getFirst());
            case ADDRESSES -> addressesFound(answers);
            case START, FOUND -> throw new IllegalStateException("nothing was asked");
        };
    }

    private Step servicesFound(DnsAnswer answer) {
        List<DnsAnswer.Naptr> records = answer instanceof DnsAnswer.Naptrs naptrs ? naptrs.records() : List.of();
        if (TransportChoice.anyOfSip(records)) {
            List<DnsAnswer.Naptr> usable = choice.usable(records, secure);
            if (usable.isEmpty()) {
                return found(List.of()); // the domain names its transports, and we have none of them
            }
            for (DnsAnswer.Naptr naptr : usable) {
                boolean isHost = naptr.flags().equalsIgnoreCase("a");
                services.add(new Service(naptr.replacement(), TransportChoice.transportOf(naptr), isHost));
            }
        } else {
            for (Transport transport : choice.all(secure)) {
                services.add(new Service(TransportChoice.serviceName(transport, host), transport, false));
            }
        }
        if (large) {
            streamsFirst();
        }
        return nextService();
    }

    private void streamsFirst() {
        List<Service> datagrams = services.stream()
                .filter(service -> !service.transport().isReliable())
                .toList();
        services.removeAll(datagrams);
        services.addAll(datagrams);
    }

    private Step nextService() {
        Service next = failures < MAX_FAILURES ? services.peek() : null;
        if (next == null) {
            return denied ? found(List.of()) : hostItself(-1);
        }
        if (next.isHost()) {
            services.remove();
            endpoints.add(new Endpoint(next.name(), next.transport().defaultPort(), next.transport()));
            return askAddresses();
        }
        state = State.SERVERS;
        return ask(next.name(), DnsQuestion.Type.SRV);
    }

    private Step serversFound(DnsAnswer answer) {
        Service service = services.remove();
        List<DnsAnswer.Srv> records = answer instanceof DnsAnswer.Srvs srvs ? srvs.records() : List.of();
        for (DnsAnswer.Srv srv : SrvOrder.of(records, random)) {
            if (srv.target().isEmpty()) {
                denied = true; // RFC 2782: the service is decidedly not available at this domain
            } else if (srv.port() > 0 && endpoints.size() < MAX_SERVERS) {
                endpoints.add(new Endpoint(srv.target(), srv.port(), service.transport()));
            }
        }
        return endpoints.isEmpty() ? nextService() : askAddresses();
    }

    /** No SRV records, or none asked for as the port is given. */
    private Step hostItself(int port) {
        Transport transport =
                choice.saysOf(uri, secure) == TransportChoice.Named.USABLE ? choice.named(uri, secure) : null;
        boolean free = transport == null;
        transport = free ? choice.byDefault(secure) : transport;
        if (transport == null) {
            return found(List.of());
        }
        if (free && large && transport == Transport.UDP && choice.has(Transport.TCP)) {
            endpoints.add(new Endpoint(host, port < 0 ? Transport.TCP.defaultPort() : port, Transport.TCP));
        }
        endpoints.add(new Endpoint(host, port < 0 ? transport.defaultPort() : port, transport));
        return askAddresses();
    }

    private Step addressesFound(List<DnsAnswer> answers) {
        List<Hop> hops = new ArrayList<>(2);
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint endpoint = endpoints.get(i);
            List<InetAddress> addresses =
                    answers.get(i) instanceof DnsAnswer.Addresses found ? found.addresses() : List.of();
            for (InetAddress address : addresses) {
                if (hops.size() < MAX_SERVERS) {
                    hops.add(hop(endpoint.transport(), new InetSocketAddress(address, endpoint.port()), uri));
                }
            }
        }
        return found(hops);
    }

    /** A server; its certificate has to name the domain of the URI, wherever records led (RFC 5922 section 4). */
    static Hop hop(Transport transport, InetSocketAddress address, SipUri uri) {
        return new Hop(transport, address, transport.isSecure() ? uri.host() : null);
    }

    private Step askAddresses() {
        state = State.ADDRESSES;
        return new Step.Ask(endpoints.stream()
                .map(endpoint -> new DnsQuestion(endpoint.host(), DnsQuestion.Type.ADDRESS))
                .toList());
    }

    private Step found(List<Hop> hops) {
        state = State.FOUND;
        return new Step.Found(hops);
    }

    private static Step ask(String name, DnsQuestion.Type type) {
        return new Step.Ask(List.of(new DnsQuestion(name, type)));
    }
}
