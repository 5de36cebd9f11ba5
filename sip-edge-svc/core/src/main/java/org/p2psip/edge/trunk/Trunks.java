package org.p2psip.edge.trunk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.number.NumberRules;
import org.p2psip.edge.number.PrefixTable;

/**
 * All that is configured of trunks; it is replaced as a whole.
 *
 * @param trunks the trunks
 * @param dialled from what users dial to E.164
 * @param routes where numbers go: the one of the longest prefix
 * @param numbers whose numbers are ours, of the longest prefix with the right number of digits
 * @param foreign who may call foreign domains
 * @param published prefixes that other sites may reach by our trunks (GATEWAY records); empty when none
 * @param findsGateways whether numbers without a route of ours are looked for in other sites' GATEWAY records
 */
public record Trunks(
        List<TrunkConfig> trunks,
        NumberRules dialled,
        List<Route> routes,
        List<InboundNumber> numbers,
        Callers foreign,
        List<Gateway> published,
        boolean findsGateways) {
    /** Without a trunk: numbers mean nothing, and every authenticated user may call foreign domains. */
    public static final Trunks NONE =
            new Trunks(List.of(), NumberRules.NONE, List.of(), List.of(), Callers.EVERYONE, List.of(), false);

    /** @throws IllegalArgumentException when a name or prefix stands twice, or a route names a trunk that is none */
    public Trunks {
        trunks = List.copyOf(trunks);
        routes = List.copyOf(routes);
        numbers = List.copyOf(numbers);
        published = List.copyOf(published);
        Set<String> names = new HashSet<>();
        for (TrunkConfig trunk : trunks) {
            require(names.add(trunk.name()), "two trunks are named " + trunk.name());
        }
        Set<String> prefixes = new HashSet<>();
        for (Route route : routes) {
            require(prefixes.add(route.prefix()), "two routes have the prefix " + route.prefix());
            for (RouteTrunk trunk : route.trunks()) {
                require(
                        names.contains(trunk.name()),
                        "route " + route.prefix() + " names the trunk " + trunk.name() + ", which is none");
            }
        }
        Set<String> own = new HashSet<>();
        for (InboundNumber number : numbers) {
            require(own.add(number.prefix() + ' ' + number.digits()), "two entries for number " + number.prefix());
        }
    }

    /** Whether there is nothing to do for trunks at all. */
    public boolean isEmpty() {
        return trunks.isEmpty() && routes.isEmpty() && numbers.isEmpty() && !findsGateways && published.isEmpty();
    }

    /** Names of the trunks that some route leads to. */
    public Set<String> routedTrunks() {
        Set<String> names = new HashSet<>();
        routes.forEach(route -> route.trunks().forEach(trunk -> names.add(trunk.name())));
        return names;
    }

    /**
     * Where numbers with a prefix go.
     *
     * @param prefix {@code +} and up to 15 digits
     * @param trunks the trunks to try, at least one
     * @param callers who may use it
     */
    public record Route(String prefix, List<RouteTrunk> trunks, Callers callers) {
        /** @throws IllegalArgumentException when the prefix is none, or there is no trunk */
        public Route {
            trunks = List.copyOf(trunks);
            require(PrefixTable.isPrefix(prefix), "a prefix is + and up to 15 digits, not " + prefix);
            require(!trunks.isEmpty(), "route " + prefix + " names no trunk");
        }
    }

    /**
     * A trunk of a route.
     *
     * @param name of the trunk
     * @param priority lower ones are tried first
     * @param weight share of calls among trunks of one priority, 0 to 65535; 0 only after all others
     */
    public record RouteTrunk(String name, int priority, int weight) {}

    /**
     * Whose a number is, or the numbers of a prefix.
     *
     * @param prefix {@code +} and up to 15 digits
     * @param digits how many digits the whole number has, 1 to 15; 0 for any number of them. A single number has its own
     * @param user user part of the AOR; {@code {number}} in it stands for the whole number with {@code +},
     *     {@code {rest}} for the digits behind the prefix
     * @param domain own domain of the AOR
     */
    public record InboundNumber(String prefix, int digits, String user, String domain) {
        /** What stands for the whole number in a user part. */
        public static final String NUMBER = "{number}";

        /** What stands for the digits behind the prefix. */
        public static final String REST = "{rest}";

        /** @throws IllegalArgumentException when the prefix is none, the digits are out of bounds, or the user is empty */
        public InboundNumber {
            require(PrefixTable.isPrefix(prefix), "a number is + and up to 15 digits, not " + prefix);
            require(
                    digits == 0 || (digits >= prefix.length() - 1 && digits <= 15),
                    "digits of " + prefix + " are 0, or its own number to 15, not " + digits);
            require(!user.isEmpty() && !domain.isEmpty(), "number " + prefix + " has no user");
        }

        /** Whether it is for one number, and one user. */
        public boolean isExact() {
            return digits == prefix.length() - 1;
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
