package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.number.E164;
import org.p2psip.edge.number.PrefixTable;
import org.p2psip.edge.trunk.Trunks;
import org.p2psip.edge.trunk.Trunks.InboundNumber;

/** Whose a number is, and by which route others are reached. */
final class NumberPlan {
    private final Trunks trunks;
    private final PrefixTable<Trunks.Route> routes = new PrefixTable<>();
    /** Those of one prefix differ in how many digits they are for. */
    private final PrefixTable<List<InboundNumber>> numbers = new PrefixTable<>();

    private final Map<Aor, String> callerNumbers = new HashMap<>();

    NumberPlan(Trunks trunks) {
        this.trunks = trunks;
        trunks.routes().forEach(route -> routes.put(route.prefix(), route));
        Map<String, List<InboundNumber>> byPrefix = new HashMap<>();
        for (InboundNumber number : trunks.numbers()) {
            byPrefix.computeIfAbsent(number.prefix(), any -> new ArrayList<>(1)).add(number);
            if (number.isExact()) {
                callerNumbers.putIfAbsent(new Aor(user(number, number.prefix()), number.domain()), number.prefix());
            }
        }
        byPrefix.forEach(numbers::put);
    }

    /** What somebody dialled, as E.164 where the rules make that of it. */
    String dialled(String text) {
        return trunks.dialled().apply(E164.withoutSeparators(text));
    }

    /** The user of ours that a number belongs to; empty when it is nobody's. */
    Optional<Aor> ownerOf(String number) {
        int digits = number.length() - 1;
        List<InboundNumber> found = numbers.longest(number, of -> of(of, digits) != null);
        return Optional.ofNullable(found).map(of -> of(of, digits)).map(of -> new Aor(user(of, number), of.domain()));
    }

    private static InboundNumber of(List<InboundNumber> samePrefix, int digits) {
        InboundNumber anyLength = null;
        for (InboundNumber number : samePrefix) {
            if (number.digits() == digits) {
                return number;
            }
            anyLength = number.digits() == 0 ? number : anyLength;
        }
        return anyLength;
    }

    private static String user(InboundNumber entry, String number) {
        return entry.user()
                .replace(InboundNumber.NUMBER, number)
                .replace(InboundNumber.REST, number.substring(entry.prefix().length()));
    }

    /** The route of the longest prefix; null when there is none. */
    Trunks.Route routeOf(String number) {
        return routes.longest(number);
    }

    /** The number that stands for a user towards trunks; empty when he has none of his own. */
    Optional<String> numberOf(Aor user) {
        return Optional.ofNullable(callerNumbers.get(user));
    }
}
