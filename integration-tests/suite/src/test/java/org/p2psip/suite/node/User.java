package org.p2psip.suite.node;

import java.util.List;
import java.util.stream.IntStream;

/** A user that a test enrolls. */
public record User(String name, String domain, String password) {

    /** A user of the node's own domain. */
    public static User named(String name) {
        return new User(name, Node.DOMAIN, "secret-of-" + name);
    }

    /** A user whose requests are answered 302. */
    public static User redirected(String name) {
        return new User(name, Node.REDIRECTED_DOMAIN, "secret-of-" + name);
    }

    /** {@code count} users of the own domain; their names start with {@code prefix}. */
    public static List<User> many(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> named(prefix + i)).toList();
    }

    /** The address of record. */
    public String aor() {
        return "sip:" + name + "@" + domain;
    }
}
