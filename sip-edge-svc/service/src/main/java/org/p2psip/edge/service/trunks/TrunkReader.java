package org.p2psip.edge.service.trunks;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.trunk.TrunkConfig;

/**
 * Elements of {@code trunks}.
 *
 * @param names takes the names of all trunks, those with problems among them
 */
record TrunkReader(LoginReader logins, Set<String> names) {
    private static final String NAME = "must be 1 to 64 of a-z A-Z 0-9 - _ .";
    private static final int MAX_HOSTS = 100;
    private static final int MAX_WEIGHT = 65_535;
    private static final int MAX_CALLS = 1_000_000;
    private static final int MAX_RATE = 100_000;
    private static final int MAX_SOURCES = 1_000;
    private static final int FIRST_FINAL = 200;
    private static final int LAST_FINAL = 699;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final TrunkConfig.Probe PROBED =
            new TrunkConfig.Probe(true, Duration.ofSeconds(30), Duration.ofSeconds(5), 2, 2, 499);

    Optional<TrunkConfig> read(YamlValue value) {
        int before = value.problems().count();
        YamlSection section =
                value.section("name", "hosts", "probe", "inbound", "outbound", "limits", "trusted", "transit");
        Optional<String> name = section.require("name", NAME, this::name);
        List<TrunkConfig.Host> hosts = section.require(
                        "hosts",
                        "must list the hosts of the trunk",
                        v -> Optional.of(v.list(MAX_HOSTS, TrunkReader::host)))
                .orElse(List.of());
        if (hosts.isEmpty() && value.problems().count() == before) {
            section.get("hosts").ifPresent(v -> v.refuse("must name at least one host"));
        }
        TrunkConfig.Probe probe = section.get("probe", PROBED, TrunkReader::probe);
        TrunkConfig.Inbound inbound = section.get("inbound", TrunkConfig.Inbound.NONE, this::inbound);
        TrunkConfig.Outbound outbound = section.get("outbound", TrunkConfig.Outbound.PLAIN, this::outbound);
        TrunkConfig.Limits limits = section.get("limits", TrunkConfig.Limits.NONE, TrunkReader::limits);
        boolean trusted = section.get("trusted", false, YamlValue::flag);
        boolean transit = section.get("transit", false, YamlValue::flag);
        return value.problems().count() > before
                ? Optional.empty()
                : Optional.of(
                        new TrunkConfig(name.orElseThrow(), hosts, probe, inbound, outbound, limits, trusted, transit));
    }

    /** A name that can stand in a metric's label and in a table. */
    private Optional<String> name(YamlValue value) {
        Optional<String> name =
                value.as(NAME, text -> text.matches("[A-Za-z0-9_.-]{1,64}") ? Optional.of(text) : Optional.empty());
        if (name.isPresent() && !names.add(name.get())) {
            value.refuse("stands twice; each trunk has a name of its own");
        }
        return name;
    }

    private static Optional<TrunkConfig.Host> host(YamlValue value) {
        if (value.isScalar()) {
            return Uris.ofHost(value).map(uri -> new TrunkConfig.Host(uri, 1, 1));
        }
        YamlSection section = value.section("uri", "priority", "weight");
        Optional<SipUri> uri = section.require("uri", "must be a SIP URI of a host", Uris::ofHost);
        int priority = section.get("priority", 1, v -> v.number(0, MAX_WEIGHT));
        int weight = section.get("weight", 1, v -> v.number(0, MAX_WEIGHT));
        return uri.map(u -> new TrunkConfig.Host(u, priority, weight));
    }

    private static Optional<TrunkConfig.Probe> probe(YamlValue value) {
        if (value.isScalar()) {
            return value.as(
                    "must be off, or a mapping with interval, timeout, down-after, up-after, alive-up-to",
                    text -> text.equals("off") ? Optional.of(TrunkConfig.Probe.OFF) : Optional.empty());
        }
        YamlSection section = value.section("interval", "timeout", "down-after", "up-after", "alive-up-to");
        Duration interval = section.get("interval", PROBED.interval(), v -> v.duration(SECOND, DAY));
        Duration shorter = PROBED.timeout().compareTo(interval) < 0 ? PROBED.timeout() : interval;
        Duration timeout = section.get("timeout", shorter, v -> v.duration(Duration.ofMillis(100), interval));
        int down = section.get("down-after", PROBED.downAfter(), v -> v.number(1, 100));
        int up = section.get("up-after", PROBED.upAfter(), v -> v.number(1, 100));
        int alive = section.get("alive-up-to", PROBED.aliveUpTo(), v -> v.number(FIRST_FINAL, LAST_FINAL));
        return Optional.of(new TrunkConfig.Probe(true, interval, timeout, down, up, alive));
    }

    private Optional<TrunkConfig.Inbound> inbound(YamlValue value) {
        YamlSection section = value.section("sources", "tls-names", "login", "called", "calling");
        List<AddressRange> sources =
                section.get("sources", List.of(), v -> Optional.of(v.list(MAX_SOURCES, TrunkReader::source)));
        Set<String> names = new HashSet<>(section.get(
                "tls-names",
                List.of(),
                v -> Optional.of(v.list(MAX_HOSTS, item -> item.text().map(text -> text.toLowerCase(Locale.ROOT))))));
        TrunkConfig.Inbound inbound = new TrunkConfig.Inbound(
                sources,
                names,
                section.get("login").flatMap(logins::read),
                section.get("called", NumberRules.NONE, NumberRulesReader::read),
                section.get("calling", NumberRules.NONE, NumberRulesReader::read));
        if (!section.has("sources") && !section.has("tls-names") && !section.has("login")) {
            value.refuse("must say who the trunk is, by at least one of sources, tls-names and login");
        }
        return Optional.of(inbound);
    }

    private static Optional<AddressRange> source(YamlValue value) {
        return value.as(
                "must be an IP address or a network such as 192.0.2.0/24, without bits behind its prefix",
                AddressRange::parse);
    }

    private Optional<TrunkConfig.Outbound> outbound(YamlValue value) {
        YamlSection section =
                value.section("login", "realm", "registration", "called", "calling", "answer-within", "hide-topology");
        return Optional.of(new TrunkConfig.Outbound(
                section.get("login").flatMap(logins::read),
                section.get("realm", "", YamlValue::text),
                section.get("registration").flatMap(TrunkReader::registration),
                section.get("called", NumberRules.NONE, NumberRulesReader::read),
                section.get("calling", NumberRules.NONE, NumberRulesReader::read),
                section.get(
                        "answer-within",
                        TrunkConfig.Outbound.DEFAULT_ANSWER_WITHIN,
                        v -> v.duration(Duration.ofMillis(500), Duration.ofSeconds(32))),
                section.get("hide-topology", false, YamlValue::flag)));
    }

    private static Optional<TrunkConfig.Registration> registration(YamlValue value) {
        YamlSection section = value.section("registrar", "aor", "contact-user", "expires");
        Optional<SipUri> registrar =
                section.require("registrar", "must be a SIP URI such as sip:example.com", Uris::ofHost);
        Optional<SipUri> aor = section.require("aor", "must be a SIP URI such as sip:me@example.com", Uris::ofUser);
        String user = section.get("contact-user", aor.map(SipUri::user).orElse(""), YamlValue::text);
        Duration expires = section.get("expires", Duration.ofHours(1), v -> v.duration(Duration.ofSeconds(30), DAY));
        return registrar.flatMap(to -> aor.map(us -> new TrunkConfig.Registration(to, us, user, expires)));
    }

    private static Optional<TrunkConfig.Limits> limits(YamlValue value) {
        YamlSection section = value.section("calls-per-second", "calls", "longest-call");
        return Optional.of(new TrunkConfig.Limits(
                section.get("calls-per-second", 0, v -> v.number(0, MAX_RATE)),
                section.get("calls", 0, v -> v.number(0, MAX_CALLS)),
                section.get(
                        "longest-call",
                        TrunkConfig.Limits.NONE.longest(),
                        v -> v.duration(Duration.ofMinutes(1), Duration.ofDays(7)))));
    }
}
