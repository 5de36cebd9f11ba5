package org.p2psip.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.NumberPattern;
import org.p2psip.edge.number.NumberRule;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.Trunks;

/** Builds what a trunk file says. */
final class TrunkFile {
    /** A trunk that is asked to be this or that by one change each. */
    static final class Trunk {
        private final String name;
        private final List<TrunkConfig.Host> hosts = new ArrayList<>();
        TrunkConfig.Probe probe = TrunkConfig.Probe.OFF;
        List<AddressRange> sources = List.of();
        Set<String> tlsNames = Set.of();
        TrunkConfig.Login inboundLogin;
        NumberRules inboundCalled = NumberRules.NONE;
        NumberRules inboundCalling = NumberRules.NONE;
        TrunkConfig.Login login;
        TrunkConfig.Registration registration;
        NumberRules called = NumberRules.NONE;
        NumberRules calling = NumberRules.NONE;
        Duration answerWithin = Duration.ofSeconds(4);
        TrunkConfig.Limits limits = TrunkConfig.Limits.NONE;
        boolean hideTopology;
        boolean trusted;
        boolean transit;

        Trunk(String name) {
            this.name = name;
        }

        Trunk host(String uri, int priority, int weight) {
            hosts.add(new TrunkConfig.Host(uri(uri), priority, weight));
            return this;
        }

        Trunk source(String range) {
            sources = List.of(AddressRange.parse(range).orElseThrow());
            return this;
        }

        TrunkConfig config() {
            return new TrunkConfig(
                    name,
                    hosts,
                    probe,
                    new TrunkConfig.Inbound(
                            sources, tlsNames, Optional.ofNullable(inboundLogin), inboundCalled, inboundCalling),
                    new TrunkConfig.Outbound(
                            Optional.ofNullable(login),
                            "",
                            Optional.ofNullable(registration),
                            called,
                            calling,
                            answerWithin,
                            hideTopology),
                    limits,
                    trusted,
                    transit);
        }
    }

    private final List<TrunkConfig> trunks = new ArrayList<>();
    private final List<Trunks.Route> routes = new ArrayList<>();
    private final List<Trunks.InboundNumber> numbers = new ArrayList<>();
    private final List<Gateway> published = new ArrayList<>();
    NumberRules dialled = rules("00Z.", 2, "+", "0Z.", 1, "+49");
    Callers foreign = Callers.EVERYONE;
    boolean findsGateways;

    TrunkFile trunk(Trunk trunk) {
        trunks.add(trunk.config());
        return this;
    }

    /** A route that every user may use, to trunks in the order named. */
    TrunkFile route(String prefix, String... names) {
        return route(prefix, Callers.EVERYONE, names);
    }

    TrunkFile route(String prefix, Callers callers, String... names) {
        List<Trunks.RouteTrunk> of = new ArrayList<>();
        for (String name : names) {
            of.add(new Trunks.RouteTrunk(name, of.size(), 1));
        }
        routes.add(new Trunks.Route(prefix, of, callers));
        return this;
    }

    TrunkFile number(String prefix, int digits, String user) {
        numbers.add(new Trunks.InboundNumber(prefix, digits, user, EdgeHarness.DOMAIN));
        return this;
    }

    TrunkFile publish(Gateway gateway) {
        published.add(gateway);
        return this;
    }

    Trunks read() {
        return new Trunks(trunks, dialled, routes, numbers, foreign, published, findsGateways);
    }

    static SipUri uri(String text) {
        return SipUri.parse(text).orElseThrow();
    }

    /** Rules of pattern, strip and prepend each. */
    static NumberRules rules(Object... parts) {
        List<NumberRule> rules = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 3) {
            rules.add(
                    new NumberRule(NumberPattern.of((String) parts[i]), (Integer) parts[i + 1], (String) parts[i + 2]));
        }
        return new NumberRules(rules);
    }
}
