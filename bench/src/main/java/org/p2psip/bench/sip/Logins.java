package org.p2psip.bench.sip;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The users that register with a password. */
final class Logins {
    static final String PREFIX = "login";
    /** More than register while an edge keeps their hashes (5 s): as with phones, each registration asks for them. */
    static final int COUNT = 40_000;
    /** Of all of them; Kamailio's configuration has it too. */
    private static final String PASSWORD = "bench";

    private Logins() {}

    /** A line for each, as {@code p2psip enroll users} takes them. */
    static String lines() {
        return IntStream.range(0, COUNT)
                .mapToObj(number -> "sip:%s%07d@%s,%s%n".formatted(PREFIX, number, Domains.PROXIED, PASSWORD))
                .collect(Collectors.joining());
    }

    /** SIPp's field with what a user of these answers a challenge with; empty for others. */
    static String authentication(String users) {
        return users.equals(PREFIX) ? "[authentication username=%s%%07d password=%s];".formatted(PREFIX, PASSWORD) : "";
    }
}
