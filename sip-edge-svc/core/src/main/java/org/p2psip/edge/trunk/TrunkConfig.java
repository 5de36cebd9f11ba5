package org.p2psip.edge.trunk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.NumberRules;

/**
 * One trunk: who a call can be handed to, and who can hand calls to us.
 *
 * @param name unique, not empty; counters and records go by it
 * @param hosts where calls are sent, at least one
 * @param probe how it is found out whether a host is there
 * @param inbound who the trunk is when it calls
 * @param outbound what it gets from us
 * @param limits of calls in both directions together, at this edge
 * @param trusted whether it belongs to the same trust domain (RFC 3325 section 2.4): asserted identities are believed
 *     and given, even where privacy was asked for
 * @param transit whether calls that come by this trunk may leave by a trunk again
 */
public record TrunkConfig(
        String name,
        List<Host> hosts,
        Probe probe,
        Inbound inbound,
        Outbound outbound,
        Limits limits,
        boolean trusted,
        boolean transit) {

    /** @throws IllegalArgumentException without a name or a host */
    public TrunkConfig {
        hosts = List.copyOf(hosts);
        if (name.isEmpty() || hosts.isEmpty()) {
            throw new IllegalArgumentException("a trunk has a name and at least one host: " + name);
        }
    }

    /**
     * A host of the trunk.
     *
     * @param uri where it is: host, port, transport; without a user
     * @param priority lower ones are tried first
     * @param weight share of calls among hosts of one priority, 0 to 65535; 0 only after all others
     */
    public record Host(SipUri uri, int priority, int weight) {}

    /**
     * Probing of each host by OPTIONS.
     *
     * @param on whether hosts are probed; those that are not count as up
     * @param interval between the start of two probes
     * @param timeout without a response for that long a probe has failed; at most the interval
     * @param downAfter failed probes in a row after which a host is down, 1 or more
     * @param upAfter answered probes in a row after which it is up again, 1 or more
     * @param aliveUpTo a final status up to this one means that somebody is there, 200 to 699
     */
    public record Probe(boolean on, Duration interval, Duration timeout, int downAfter, int upAfter, int aliveUpTo) {
        public static final Probe OFF = new Probe(false, Duration.ofSeconds(30), Duration.ofSeconds(5), 2, 2, 499);
    }

    /**
     * Who the trunk is when it calls: all that is given has to be so. Where nothing is given it cannot call.
     *
     * @param sources where its requests come from
     * @param tlsNames one of them is in the certificate that it shows (RFC 5922); lower case
     * @param login what it answers a challenge with
     * @param called from numbers as it sends them to E.164, in Request-URI and To
     * @param calling the same for the caller's number
     */
    public record Inbound(
            List<AddressRange> sources,
            Set<String> tlsNames,
            Optional<Login> login,
            NumberRules called,
            NumberRules calling) {
        public static final Inbound NONE =
                new Inbound(List.of(), Set.of(), Optional.empty(), NumberRules.NONE, NumberRules.NONE);

        public Inbound {
            sources = List.copyOf(sources);
            tlsNames = Set.copyOf(tlsNames);
        }

        /** Whether the trunk can call at all. */
        public boolean isPossible() {
            return !sources.isEmpty() || !tlsNames.isEmpty() || login.isPresent();
        }
    }

    /**
     * A user name and its password, for digest (RFC 3261 section 22).
     *
     * @param user user name
     * @param password password
     */
    public record Login(String user, String password) {
        /** Without the password: this ends up in logs. */
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /**
     * What the trunk gets.
     *
     * @param login what its challenges are answered with
     * @param realm the only realm that is answered; empty for any
     * @param registration where this edge registers itself
     * @param called from E.164 to numbers as it wants them
     * @param calling the same for the caller's number
     * @param answerWithin an INVITE that has no response at all for that long goes to the next host
     * @param hideTopology whether it sees nothing of what is behind this edge
     */
    public record Outbound(
            Optional<Login> login,
            String realm,
            Optional<Registration> registration,
            NumberRules called,
            NumberRules calling,
            Duration answerWithin,
            boolean hideTopology) {
        /** How long a host may be silent when nothing else is said. */
        public static final Duration DEFAULT_ANSWER_WITHIN = Duration.ofSeconds(4);

        public static final Outbound PLAIN = new Outbound(
                Optional.empty(),
                "",
                Optional.empty(),
                NumberRules.NONE,
                NumberRules.NONE,
                DEFAULT_ANSWER_WITHIN,
                false);
    }

    /**
     * A registration of this edge at the trunk (RFC 3261 section 10.2).
     *
     * @param registrar where REGISTER goes
     * @param aor what is registered
     * @param contactUser user part of the contact, which inbound calls have in their Request-URI; not empty
     * @param expires how long each REGISTER asks for; it is renewed before
     */
    public record Registration(SipUri registrar, SipUri aor, String contactUser, Duration expires) {}

    /**
     * Limits; 0 is none.
     *
     * @param callsPerSecond calls that may begin in a second, on average; as many at once
     * @param calls that may be up or ringing
     * @param longest how long a call is counted whose end was not seen
     */
    public record Limits(int callsPerSecond, int calls, Duration longest) {
        public static final Limits NONE = new Limits(0, 0, Duration.ofHours(12));
    }
}
