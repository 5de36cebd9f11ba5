package org.p2psip.cli.overlay;

import java.util.Arrays;
import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.proto.v1.DigestHash;

/** The hashes of a password that an edge checks digests with (RFC 7616 section 3.4.2); the realm is the domain. */
final class PasswordHashes {
    private PasswordHashes() {}

    /** One for each algorithm that edges offer. */
    static List<DigestHash> of(Aor aor, String password) {
        return Arrays.stream(DigestAlgorithm.values())
                .map(algorithm -> DigestHash.newBuilder()
                        .setAlgorithm(algorithm.token())
                        .setRealm(aor.host())
                        .setHa1(Ha1.of(algorithm, aor.user(), aor.host(), password))
                        .build())
                .toList();
    }
}
