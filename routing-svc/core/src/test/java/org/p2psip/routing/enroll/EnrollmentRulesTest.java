package org.p2psip.routing.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.routing.record.Aor;

class EnrollmentRulesTest {
    private static final String REALM = "example.org";
    private static final UserHash MD5 = new UserHash("MD5", REALM, "a".repeat(32));
    private static final UserHash SHA_256 = new UserHash("SHA-256", REALM, "b".repeat(64));
    private static final UserHash SHA_512_256 = new UserHash("SHA-512-256", REALM, "c".repeat(64));

    private final EnrollmentRules rules = new EnrollmentRules(Set.of("example.org", "example.com"));

    @Test
    void userOfAnOwnDomainWithAllRequiredHashesIsAllowed() {
        assertThat(rules.check("sip:Alice@Example.ORG", List.of(MD5, SHA_256)))
                .isEqualTo(new UserEnrollment.Allowed(new Aor("Alice", "example.org")));
        assertThat(rules.check("sip:alice@example.org", List.of(SHA_512_256, SHA_256, MD5)))
                .isInstanceOf(UserEnrollment.Allowed.class);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("alice", List.of(MD5, SHA_256), "'alice' is no address of record"),
                Arguments.of("sip:alice@example.net", List.of(MD5, SHA_256), "example.com, example.org"),
                Arguments.of("sip:alice@example.org", List.of(), "no hash for MD5, SHA-256"),
                Arguments.of("sip:alice@example.org", List.of(SHA_256), "no hash for MD5"),
                Arguments.of("sip:alice@example.org", List.of(MD5, MD5, SHA_256), "two hashes for MD5"),
                Arguments.of(
                        "sip:alice@example.org", List.of(hash("md5", REALM, "a".repeat(32))), "'md5' is not known"),
                Arguments.of("sip:alice@example.org", List.of(hash("MD5", "other", "a".repeat(32))), "'other'"),
                Arguments.of(
                        "sip:alice@example.org", List.of(hash("MD5", REALM, "a".repeat(31))), "31 digits, expected 32"),
                Arguments.of("sip:alice@example.org", List.of(hash("SHA-256", REALM, "a".repeat(32))), "expected 64"),
                Arguments.of("sip:alice@example.org", List.of(hash("MD5", REALM, "A".repeat(32))), "lower-case"),
                Arguments.of("sip:alice@example.org", List.of(hash("MD5", REALM, "g".repeat(32))), "lower-case"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String name, List<UserHash> hashes, String detail) {
        assertThat(rules.check(name, hashes))
                .isInstanceOfSatisfying(UserEnrollment.Refused.class, refused -> assertThat(refused.message())
                        .contains(detail));
    }

    private static UserHash hash(String algorithm, String realm, String ha1) {
        return new UserHash(algorithm, realm, ha1);
    }
}
