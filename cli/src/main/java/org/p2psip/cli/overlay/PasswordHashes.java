package org.p2psip.cli.overlay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.proto.v1.DigestHash;

/** The hashes of a password that an edge checks digests with (RFC 7616 section 3.4.2); the realm is the domain. */
final class PasswordHashes {
    private static final List<String> ALGORITHMS = List.of("SHA-256", "MD5");

    private PasswordHashes() {}

    static List<DigestHash> of(Aor aor, String password) {
        return ALGORITHMS.stream()
                .map(algorithm -> DigestHash.newBuilder()
                        .setAlgorithm(algorithm)
                        .setRealm(aor.host())
                        .setHa1(ha1(algorithm, aor, password))
                        .build())
                .toList();
    }

    private static String ha1(String algorithm, Aor aor, String password) {
        try {
            byte[] a1 = (aor.user() + ":" + aor.host() + ":" + password).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(a1));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has " + algorithm, missing);
        }
    }
}
