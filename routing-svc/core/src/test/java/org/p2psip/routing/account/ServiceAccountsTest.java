package org.p2psip.routing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.routing.admission.Ruling.granted;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.identity.Role;
import org.p2psip.routing.account.ServiceAccounts.Rights;
import org.p2psip.routing.admission.AdmissionRules;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.admission.TokenGrant;

class ServiceAccountsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ServiceAccounts ACCOUNTS = read("p2psip/routing=peer, p2psip/all=edge+relay@far");

    @Test
    void tableSaysRolesAndSite() {
        assertThat(ACCOUNTS.members())
                .isEqualTo(Map.of(
                        new ServiceAccount("p2psip", "routing"), new Rights(Set.of(Role.PEER), "home"),
                        new ServiceAccount("p2psip", "all"), new Rights(Set.of(Role.EDGE, Role.RELAY), "far")));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                    here are 0",
        "p2psip/a,              \"p2psip/a\" is no such entry",
        "a=peer,                \"a=peer\" is no such entry",
        "P2PSIP/a=peer,         is no such entry",
        "p2psip/a b=peer,       is no such entry",
        "p2psip/a=,             is no such entry",
        "p2psip/a=peer+boss,    is no such entry",
        "p2psip/a=user,         is no such entry",
        "p2psip/a=peer@two words, is no such entry",
        "'p2psip/a=peer,p2psip/a=edge', p2psip/a is there twice",
    })
    void tableThatSaysSomethingElseIsRefused(String table, String why) {
        assertRefused(ServiceAccounts.parse(table, "p2psip", "home"), Cause.INVALID, why);
    }

    @Test
    void accountOfTheTableGetsItsRolesAndSite() {
        Ruling<TokenGrant> ruling = ACCOUNTS.grant(review("system:serviceaccount:p2psip:all", "p2psip"), NOW);
        assertThat(ruling)
                .isEqualTo(granted(new TokenGrant(Set.of(Role.EDGE, Role.RELAY), "far", NOW.plusSeconds(60), 1)));
        assertRefused(
                ruling.then(grant -> AdmissionRules.admit(grant, List.of("operator"), "", 0, NOW)),
                Cause.FORBIDDEN,
                "not for operator");
    }

    @ParameterizedTest
    @CsvSource({
        "system:serviceaccount:other:routing",
        "system:serviceaccount:p2psip:stranger",
        "system:serviceaccount:p2psip",
        "system:node:worker-1",
        "p2psip/routing",
    })
    void whoTheTableDoesNotNameIsRefused(String userName) {
        assertRefused(ACCOUNTS.grant(review(userName, "p2psip"), NOW), Cause.FORBIDDEN, "\"" + userName + "\"");
    }

    @Test
    void tokenForAnotherAudienceIsRefused() {
        String routing = "system:serviceaccount:p2psip:routing";
        assertRefused(
                ACCOUNTS.grant(review(routing, "vault"), NOW),
                Cause.FORBIDDEN,
                "audiences [vault], expected \"p2psip\"");
        assertRefused(
                ACCOUNTS.grant(new TokenReview(true, routing, List.of(), ""), NOW), Cause.FORBIDDEN, "audiences []");
    }

    @Test
    void tokenThatTheClusterDoesNotTakeIsRefusedWithItsReason() {
        assertRefused(
                ACCOUNTS.grant(new TokenReview(false, "", List.of(), "token has expired"), NOW),
                Cause.FORBIDDEN,
                "token has expired");
        assertRefused(
                ACCOUNTS.grant(new TokenReview(false, "", List.of(), ""), NOW), Cause.FORBIDDEN, "does not say why");
    }

    @Test
    void tokenOfUsualSizeIsRead() {
        String text = "eyJhbGciOiJSUzI1NiJ9." + "A".repeat(900) + "." + "b-_".repeat(114);
        assertThat(ServiceAccountToken.parse(text)).contains(new ServiceAccountToken(text));
        assertThat(new ServiceAccountToken(text).toString()).doesNotContain("eyJ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcdef",
                "eyJ.a",
                "eyJ.a.b.c",
                "eyJ.a.",
                "abc.def.ghi",
                "eyJ.a.b\n"
            })
    void whatIsNoTokenOfAClusterIsNotRead(String text) {
        assertThat(ServiceAccountToken.parse(text)).isEmpty();
    }

    @Test
    void longestTokenIsBounded() {
        String longest = "eyJ.a." + "b".repeat(ServiceAccountToken.LENGTH_LIMIT - 6);
        assertThat(ServiceAccountToken.parse(longest)).isPresent();
        assertThat(ServiceAccountToken.parse(longest + "b")).isEmpty();
    }

    private static TokenReview review(String userName, String audience) {
        return new TokenReview(true, userName, List.of(audience), "");
    }

    private static ServiceAccounts read(String table) {
        return ((Ruling.Granted<ServiceAccounts>) ServiceAccounts.parse(table, "p2psip", "home")).value();
    }

    private static void assertRefused(Ruling<?> ruling, Cause cause, String why) {
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(cause);
            assertThat(refused.message()).contains(why);
        });
    }
}
