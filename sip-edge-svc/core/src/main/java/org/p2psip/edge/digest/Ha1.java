package org.p2psip.edge.digest;

import java.nio.charset.StandardCharsets;

/** The hash that stands for a password: H(user:realm:password), RFC 7616 3.4.2. */
public final class Ha1 {
    private Ha1() {}

    /** The hash in lower-case hex; text is hashed as UTF-8. */
    public static String of(DigestAlgorithm algorithm, String user, String realm, String password) {
        String text = user + ':' + realm + ':' + password;
        return new Hasher().hash(algorithm, text.getBytes(StandardCharsets.UTF_8));
    }
}
