package org.p2psip.edge.service.trunks;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.E164;
import org.p2psip.edge.number.PrefixTable;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.Trunks;

/**
 * What stands beside {@code trunks}: routes, numbers, who may call, and the prefixes that other sites may use.
 *
 * @param trunkNames names of all trunks of the file, those with problems among them
 * @param domains own domains
 */
record RouteReader(Set<String> trunkNames, Set<String> domains) {
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_TRUNKS = 100;
    private static final int MAX_WEIGHT = 65_535;
    private static final String PREFIX = "must be + and up to 15 digits, such as \"+49\"";

    List<Trunks.Route> routes(YamlValue value) {
        Set<String> prefixes = new HashSet<>();
        return value.list(MAX_ENTRIES, item -> route(item, prefixes));
    }

    private Optional<Trunks.Route> route(YamlValue value, Set<String> prefixes) {
        YamlSection section = value.section("prefix", "trunks", "callers");
        Optional<String> prefix = section.require("prefix", PREFIX, v -> unique(v, prefixes));
        Optional<List<Trunks.RouteTrunk>> trunks =
                section.require("trunks", "must list trunks of this file", this::routeTrunks);
        Optional<Callers> callers = section.require("callers", CALLERS, this::callers);
        return prefix.isPresent() && trunks.isPresent() && callers.isPresent()
                ? Optional.of(new Trunks.Route(prefix.get(), trunks.get(), callers.get()))
                : Optional.empty();
    }

    private static Optional<String> unique(YamlValue value, Set<String> prefixes) {
        Optional<String> prefix = value.as(PREFIX, text -> Optional.of(text).filter(PrefixTable::isPrefix));
        if (prefix.isPresent() && !prefixes.add(prefix.get())) {
            value.refuse("stands twice; one prefix has one route");
            return Optional.empty();
        }
        return prefix;
    }

    private Optional<List<Trunks.RouteTrunk>> routeTrunks(YamlValue value) {
        List<Trunks.RouteTrunk> trunks = value.list(MAX_TRUNKS, this::routeTrunk);
        if (trunks.isEmpty()) {
            value.refuse("must name at least one trunk");
            return Optional.empty();
        }
        return Optional.of(trunks);
    }

    private Optional<Trunks.RouteTrunk> routeTrunk(YamlValue value) {
        if (value.isScalar()) {
            return trunkName(value).map(name -> new Trunks.RouteTrunk(name, 1, 1));
        }
        YamlSection section = value.section("name", "priority", "weight");
        Optional<String> name = section.require("name", "must be the name of a trunk", this::trunkName);
        int priority = section.get("priority", 1, v -> v.number(0, MAX_WEIGHT));
        int weight = section.get("weight", 1, v -> v.number(0, MAX_WEIGHT));
        return name.map(n -> new Trunks.RouteTrunk(n, priority, weight));
    }

    private Optional<String> trunkName(YamlValue value) {
        return value.as("must be a trunk of this file: " + String.join(", ", trunkNames), text -> Optional.of(text)
                .filter(trunkNames::contains));
    }

    static final String CALLERS = "must be everyone, nobody, or a mapping with users and domains";

    Optional<Callers> callers(YamlValue value) {
        if (value.isScalar()) {
            return value.as(
                    CALLERS,
                    text -> Optional.ofNullable(Map.of("everyone", Callers.EVERYONE, "nobody", Callers.NOBODY)
                            .get(text)));
        }
        YamlSection section = value.section("users", "domains");
        Set<Aor> users =
                new HashSet<>(section.get("users", List.of(), v -> Optional.of(v.list(MAX_ENTRIES, this::ownUser))));
        Set<String> ofDomains = new HashSet<>(
                section.get("domains", List.of(), v -> Optional.of(v.list(MAX_ENTRIES, this::ownDomain))));
        return Optional.of(new Callers(false, users, ofDomains));
    }

    private Optional<Aor> ownUser(YamlValue value) {
        return ownUri(value).flatMap(SipUri::aor);
    }

    private Optional<SipUri> ownUri(YamlValue value) {
        Optional<SipUri> uri = Uris.ofUser(value);
        if (uri.isPresent() && !domains.contains(uri.get().host())) {
            value.refuse("must be of an own domain (p2psip.domains): " + String.join(", ", domains));
            return Optional.empty();
        }
        return uri;
    }

    private Optional<String> ownDomain(YamlValue value) {
        return value.as(
                "must be an own domain (p2psip.domains): " + String.join(", ", domains),
                text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(domains::contains));
    }

    List<Trunks.InboundNumber> numbers(YamlValue value) {
        Set<String> known = new HashSet<>();
        return value.list(MAX_ENTRIES, item -> number(item, known));
    }

    private Optional<Trunks.InboundNumber> number(YamlValue value, Set<String> known) {
        YamlSection section = value.section("number", "prefix", "digits", "aor");
        if (section.has("number") == section.has("prefix")) {
            value.refuse("must have either number or prefix");
            return Optional.empty();
        }
        boolean single = section.has("number");
        Optional<String> prefix = section.require(
                single ? "number" : "prefix",
                PREFIX,
                v -> v.as(PREFIX, text -> Optional.of(text).filter(single ? E164::isNumber : PrefixTable::isPrefix)));
        if (single && section.has("digits")) {
            value.refuse("must have digits only beside prefix");
        }
        Optional<SipUri> aor = section.require("aor", "must be a SIP URI of an own domain", this::ownUri);
        if (prefix.isEmpty() || aor.isEmpty()) {
            return Optional.empty();
        }
        int own = prefix.get().length() - 1;
        int digits = single ? own : section.get("digits", 0, v -> v.number(Math.max(1, own), E164.MAX_DIGITS));
        if (!known.add(prefix.get() + ' ' + digits)) {
            value.refuse(prefix.get() + " stands twice; a number has one AOR");
            return Optional.empty();
        }
        return Optional.of(new Trunks.InboundNumber(
                prefix.get(), digits, aor.get().user(), aor.get().host()));
    }

    /** The GATEWAY records of this site. */
    List<Gateway> published(YamlValue value, String target, String site) {
        Set<String> prefixes = new HashSet<>();
        return value.list(MAX_TRUNKS, item -> {
            YamlSection section = item.section("prefix", "priority", "weight");
            Optional<String> prefix = section.require("prefix", PREFIX, v -> unique(v, prefixes));
            int priority = section.get("priority", 1, v -> v.number(0, MAX_WEIGHT));
            int weight = section.get("weight", 1, v -> v.number(0, MAX_WEIGHT));
            return prefix.map(p -> new Gateway(p, target, priority, weight, site));
        });
    }
}
