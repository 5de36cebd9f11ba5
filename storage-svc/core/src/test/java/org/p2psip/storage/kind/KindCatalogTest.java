package org.p2psip.storage.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.identity.Role;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.policy.UserMatch;
import org.p2psip.storage.access.policy.UserNodeMatch;

class KindCatalogTest {
    private static final int OWN = 0xF0000010;

    /** RFC 6940 sections 8, 9 and 14.6, RFC 7904 section 7; the project's own from 0xF0000001 on. */
    @ParameterizedTest
    @CsvSource({
        "0x1, SIP-REGISTRATION, DICTIONARY, USER-NODE-MATCH",
        "0x2, TURN-SERVICE, SINGLE, NODE-MULTIPLE",
        "0x3, CERTIFICATE_BY_NODE, ARRAY, NODE-MATCH",
        "0x10, CERTIFICATE_BY_USER, ARRAY, USER-MATCH",
        "0xF0000001, EDGE-REGISTRATION, DICTIONARY, EDGE-MATCH",
        "0xF0000002, GATEWAY, DICTIONARY, SITE-MATCH",
        "0xF0000003, CREDENTIALS, SINGLE, OPERATOR-MATCH"
    })
    void kindsAreThoseOfTheirRegistration(String id, String name, DataModel model, String policy) {
        assertThat(KindCatalog.STANDARD.find(Long.decode(id).intValue())).hasValueSatisfying(kind -> {
            assertThat(kind.name()).isEqualTo(name);
            assertThat(kind.model()).isEqualTo(model);
            assertThat(kind.access().policy().name()).isEqualTo(policy);
            assertThat(KindCatalog.format(kind.id())).isEqualTo(id);
        });
    }

    @Test
    void onlyCredentialsHaveReaders() {
        for (int kind : new int[] {1, 2, 3, 0x10, KindCatalog.EDGE_REGISTRATION, KindCatalog.GATEWAY}) {
            assertThat(KindCatalog.STANDARD.find(kind).orElseThrow().access().readers())
                    .isEmpty();
        }
        assertThat(KindCatalog.STANDARD
                        .find(KindCatalog.CREDENTIALS)
                        .orElseThrow()
                        .access()
                        .readers())
                .containsExactlyInAnyOrder(Role.EDGE, Role.RELAY);
    }

    @Test
    void aConfigurationAddsPrivateKindsAndChangesBounds() {
        KindDefinition known =
                KindCatalog.STANDARD.find(KindCatalog.SIP_REGISTRATION).orElseThrow();
        KindDefinition fewer = new KindDefinition(known.id(), known.name(), known.model(), known.access(), 5, 100, 500);
        KindDefinition own = kind(OWN, DataModel.ARRAY, new UserMatch(), 4, 10, 20);

        assertThat(KindCatalog.STANDARD.with(List.of(own, fewer)))
                .isInstanceOfSatisfying(KindCatalog.Configured.Valid.class, valid -> {
                    assertThat(valid.catalog().find(OWN)).contains(own);
                    assertThat(valid.catalog().find(1)).contains(fewer);
                    assertThat(valid.catalog().find(2)).isEqualTo(KindCatalog.STANDARD.find(2));
                });
    }

    static Stream<Arguments> wrong() {
        UserMatch user = new UserMatch();
        return Stream.of(
                Arguments.of(List.of(kind(0, DataModel.ARRAY, user, 1, 1, 1)), "0x0"),
                Arguments.of(List.of(kind(0x7fffffff, DataModel.ARRAY, user, 1, 1, 1)), "private"),
                Arguments.of(List.of(kind(0xF0000000, DataModel.ARRAY, user, 1, 1, 1)), "0xF0000001 to 0xFFFFFFFD"),
                Arguments.of(List.of(kind(0xfffffffe, DataModel.ARRAY, user, 1, 1, 1)), "0xFFFFFFFE"),
                Arguments.of(List.of(kind(1, DataModel.ARRAY, new UserNodeMatch(), 1, 1, 1)), "DICTIONARY"),
                Arguments.of(List.of(kind(1, DataModel.DICTIONARY, user, 1, 1, 1)), "USER-NODE-MATCH"),
                Arguments.of(List.of(kind(OWN, DataModel.ARRAY, new UserNodeMatch(), 1, 1, 1)), "needs a DICTIONARY"),
                Arguments.of(List.of(kind(OWN, DataModel.SINGLE, user, 2, 1, 1)), "max-count of 2"),
                Arguments.of(List.of(kind(OWN, DataModel.ARRAY, user, 65, 1, 1)), "1 to 64"),
                Arguments.of(List.of(kind(OWN, DataModel.ARRAY, user, 1, 8193, 9000)), "max-size of 8193"),
                Arguments.of(List.of(kind(OWN, DataModel.ARRAY, user, 2, 10, 9)), "quota of 9"),
                Arguments.of(
                        List.of(kind(OWN, DataModel.ARRAY, user, 1, 1, 1), kind(OWN, DataModel.SINGLE, user, 1, 1, 1)),
                        "twice"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void whatAConfigurationMayNotSayIsRefused(List<KindDefinition> kinds, String says) {
        assertThat(KindCatalog.STANDARD.with(kinds))
                .isInstanceOfSatisfying(KindCatalog.Configured.Invalid.class, invalid -> assertThat(invalid.reason())
                        .contains(says));
    }

    private static KindDefinition kind(
            int id, DataModel model, AccessPolicy policy, int entries, int bytes, int quota) {
        return new KindDefinition(id, "OWN", model, new AccessControl(policy, false, Set.of()), entries, bytes, quota);
    }
}
