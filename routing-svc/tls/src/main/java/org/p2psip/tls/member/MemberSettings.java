package org.p2psip.tls.member;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a member keeps its certificate.
 *
 * @param directory for key, certificate, CAs and revocation lists; made with mode 700
 * @param token for the first enrollment
 * @param trustFile the CAs that the enrollment server is checked by at the first enrollment, PEM; absent where it is in
 *     this process
 * @param refresh from one question for CAs and revocation lists to the next
 * @param renewPercent of a certificate's time after which it is renewed, 0 to 90; 0: at each refresh
 */
public record MemberSettings(
        Path directory, Token token, Optional<Path> trustFile, Duration refresh, int renewPercent) {
    /** The same for the enrollment server itself. */
    public MemberSettings ofEnrollmentServer() {
        return new MemberSettings(directory, new Token.NotNeeded(), trustFile, refresh, renewPercent);
    }

    /** Where the token is. */
    public sealed interface Token {
        /** Nowhere: the member has to have its certificate already. */
        record None() implements Token {}

        /** Not needed: the enrollment server is in this process. */
        record NotNeeded() implements Token {}

        /** It was given. */
        record Given(String text) implements Token {
            /** Without the token. */
            @Override
            public String toString() {
                return "Given";
            }
        }

        /** In a file, which may come later, and is read again for each attempt. */
        record InFile(Path file) implements Token {}
    }
}
