package org.p2psip.routing.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.admission.Ruling.granted;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.record.Aor;

class AdmissionRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenGrant GRANT =
            new TokenGrant(Set.of(Role.PEER, Role.EDGE), "home", NOW.plus(Duration.ofHours(1)), 1);

    @Test
    void tokenIsForAnHourAndTheOwnSiteUnlessItIsSaid() {
        assertThat(AdmissionRules.token(List.of("peer"), "", "home", 0, 0, NOW))
                .isEqualTo(granted(new TokenGrant(Set.of(Role.PEER), "home", NOW.plus(Duration.ofHours(1)), 1)));
        assertThat(AdmissionRules.token(List.of("edge", "relay"), "far", "home", 604_800, 40, NOW))
                .isEqualTo(granted(
                        new TokenGrant(Set.of(Role.EDGE, Role.RELAY), "far", NOW.plus(Duration.ofDays(7)), 40)));
    }

    @ParameterizedTest
    @CsvSource({
        "'',       home,      60,     no role",
        "boss,     home,      60,     'boss' is not known",
        "PEER,     home,      60,     'PEER' is not known",
        "user,     home,      60,     'user' is not known",
        "peer,     two words, 60,     'two words' is none",
        "peer,     home,      604801, 604801 s",
        "peer,     home,      -1,     4294967295 s",
    })
    void tokenThatWouldBeForNobodyIsNotMade(String role, String site, int seconds, String why) {
        Ruling<TokenGrant> ruling =
                AdmissionRules.token(role.isEmpty() ? List.of() : List.of(role), site, "home", seconds, 1, NOW);
        assertRefused(ruling, Cause.INVALID, why);
    }

    @Test
    void memberGetsTheRolesOfItsTokenOrFewer() {
        assertThat(AdmissionRules.admit(GRANT, List.of(), "", 0, NOW))
                .isEqualTo(granted(new Admission(Set.of(Role.PEER, Role.EDGE), "home", 1)));
        assertThat(AdmissionRules.admit(GRANT, List.of("edge"), "home", 16, NOW))
                .isEqualTo(granted(new Admission(Set.of(Role.EDGE), "home", 16)));
    }

    @ParameterizedTest
    @CsvSource({
        "operator, '',   1,  0,    FORBIDDEN, 'for peer, edge, not for operator'",
        "peer,     far,  1,  0,    FORBIDDEN, 'for the site home, not for ''far'''",
        "peer,     home, 17, 0,    INVALID,   17 Node-IDs",
        "peer,     home, -1, 0,    INVALID,   4294967295 Node-IDs",
        "user,     home, 1,  0,    INVALID,   'user'",
        "peer,     home, 1,  3600, FORBIDDEN, expired at 2026-01-01T01:00:00Z",
    })
    void whoAsksForMoreThanTheTokenAllowsIsRefused(
            String role, String site, int nodeIds, long secondsLater, Cause cause, String why) {
        Ruling<Admission> ruling =
                AdmissionRules.admit(GRANT, List.of(role), site, nodeIds, NOW.plusSeconds(secondsLater));
        assertRefused(ruling, cause, why);
    }

    @Test
    void tokensAreRandomAndReadBack() {
        SecureRandom random = new SecureRandom();
        EnrollmentToken token = EnrollmentToken.random(random);
        assertThat(EnrollmentToken.parse(token.text())).contains(token);
        assertThat(EnrollmentToken.random(random)).isNotEqualTo(token);
        assertThat(EnrollmentToken.parse(token.text() + "0")).isEmpty();
        assertThat(EnrollmentToken.parse("")).isEmpty();
        assertThat(token.toString()).doesNotContain(token.text());
        // printf 00000000000000000000000000000000 | sha256sum
        assertThat(new EnrollmentToken("0".repeat(32)).hash())
                .isEqualTo("84e0c0eafaa95a34c293f278ac52e45ce537bab5e752a00e6959a13ae103b65a");
    }

    @Test
    void nodeIdsAreChosenAtRandomAndDiffer() {
        NewIdentities identities = new NewIdentities("example.org", new SecureRandom());
        Identity member = identities.member(new Admission(Set.of(Role.PEER), "home", 16));
        assertThat(new HashSet<>(member.nodeIds())).hasSize(16);
        assertThat(member.userName()).isEqualTo(member.nodeIds().getFirst() + "@example.org");
        assertThat(member.site()).contains("home");
        assertThat(identities
                        .member(new Admission(Set.of(Role.PEER), "home", 1))
                        .nodeIds())
                .doesNotContainAnyElementsOf(member.nodeIds());
    }

    @Test
    void reservedNodeIdIsNeverGiven() {
        NewIdentities identities = new NewIdentities("example.org", new SecureRandom() {
            private static final long serialVersionUID = 1L;
            private int calls;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) (calls == 0 ? 0 : calls == 1 ? 0xff : 7));
                calls++;
            }
        });
        assertThat(identities.user(new Aor("alice", "example.org")))
                .isEqualTo(new Identity(
                        "example.org",
                        List.of("07".repeat(16)),
                        "alice@example.org",
                        Set.of(Role.USER),
                        Optional.empty()));
    }

    private static void assertRefused(Ruling<?> ruling, Cause cause, String why) {
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(cause);
            assertThat(refused.message()).contains(why);
        });
    }
}
