package org.p2psip.storage.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.identity.Role;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.AccessControl;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;
import org.p2psip.storage.access.Writer;

/** Truth tables of the policies. Hashes are SHA-1, cut to 128 bits, computed apart from this code. */
class AccessPolicyTest {
    private static final String NODE = "0102030405060708090a0b0c0d0e0f10";
    private static final String OTHER_NODE = "1002030405060708090a0b0c0d0e0f10";
    /** SHA-1 of "alice@example.org". */
    private static final String ALICE = "45a6b241a242c97f0492d382c390dfa3";

    private static final Domains DOMAINS =
            new Domains(Map.of("example.org", Set.of("berlin", "paris"), "example.net", Set.of()));

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, 45a6b241a242c97f0492d382c390dfa3, true",
        "Alice@example.org, 45a6b241a242c97f0492d382c390dfa3, false",
        "bob@example.org,   45a6b241a242c97f0492d382c390dfa3, false",
        "alice@example.org, 2cc429832452134629f1f6d296ec8aef, false"
    })
    void userMatchWantsTheUserNameToHashToTheResource(String user, String resource, boolean granted) {
        assertDecision(new UserMatch(), attempt(user, NODE, id(resource), EntryKey.SINGLE), granted);
    }

    @ParameterizedTest
    @CsvSource({
        "0102030405060708090a0b0c0d0e0f10, 2cc429832452134629f1f6d296ec8aef, true",
        "1002030405060708090a0b0c0d0e0f10, 2cc429832452134629f1f6d296ec8aef, false",
        "0102030405060708090a0b0c0d0e0f10, 0102030405060708090a0b0c0d0e0f10, false",
        "0102030405060708090a0b0c0d0e0f10, 45a6b241a242c97f0492d382c390dfa3, false"
    })
    void nodeMatchWantsTheNodeIdToHashToTheResource(String node, String resource, boolean granted) {
        assertDecision(
                new NodeMatch(), attempt("alice@example.org", node, id(resource), new EntryKey.ArrayIndex(0)), granted);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, " + NODE + ", true",
        "bob@example.org,   " + NODE + ", false",
        "alice@example.org, " + OTHER_NODE + ", false",
        "bob@example.org,   " + OTHER_NODE + ", false"
    })
    void userNodeMatchWantsBothTheUserAndTheKey(String user, String key, boolean granted) {
        EntryKey entry = new EntryKey.DictionaryKey(octets(key));

        assertDecision(new UserNodeMatch(), attempt(user, NODE, id(ALICE), entry), granted);
    }

    @Test
    void userNodeMatchNeedsAKey() {
        assertDecision(new UserNodeMatch(), attempt("alice@example.org", NODE, id(ALICE), EntryKey.SINGLE), false);
        assertThat(new UserNodeMatch().needsDictionary()).isTrue();
    }

    /** SHA-1 over the Node-ID and one byte: 1, 3, 20, 21. */
    @ParameterizedTest
    @CsvSource({
        "20, ada4141a48e88f1500fc18f06081cd81, true",
        "1,  ada4141a48e88f1500fc18f06081cd81, true",
        "3,  22496bdf558b9d04b0c995751ba8d067, true",
        "2,  22496bdf558b9d04b0c995751ba8d067, false",
        "20, 013e65df70367c735e31404c7db09727, true",
        "19, 013e65df70367c735e31404c7db09727, false",
        "20, 720e84dbfba78e7a795ad89b5d828bed, false",
        "20, 2cc429832452134629f1f6d296ec8aef, false"
    })
    void nodeMultipleCountsUpToItsLimit(int max, String resource, boolean granted) {
        assertDecision(
                new NodeMultiple(max), attempt("alice@example.org", NODE, id(resource), EntryKey.SINGLE), granted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void nodeMultipleHasALimit(int max) {
        assertThatThrownBy(() -> new NodeMultiple(max)).hasMessageContaining("1 to 255");
    }

    @ParameterizedTest
    @CsvSource({
        "EDGE,     berlin, alice@example.org, alice@example.org, SHA-256,  true",
        "EDGE,     paris,  alice@example.org, alice@example.org, MD5,      true",
        "EDGE,     rome,   alice@example.org, alice@example.org, SHA-256,  false",
        "EDGE,     '',     alice@example.org, alice@example.org, SHA-256,  false",
        "EDGE,     rome,   bob@example.net,   bob@example.net,   x509,     true",
        "EDGE,     '',     bob@example.net,   bob@example.net,   x509,     false",
        "EDGE,     berlin, bob@example.com,   bob@example.com,   SHA-256,  false",
        "EDGE,     berlin, alice@example.org, admin@example.org, SHA-256,  true",
        "EDGE,     berlin, alice@example.org, '',                SHA-256,  false",
        "EDGE,     berlin, alice@example.org, '',                none,     true",
        "EDGE,     berlin, alice@example.org, alice@example.org, none,     false",
        "EDGE,     berlin, alice@example.org, alice@example.org, guess,    false",
        "EDGE,     berlin, alice@example.org, alice@example.org, operator, false",
        "EDGE,     berlin, alice@example.org, alice@example.org, '',       false",
        "OPERATOR, '',     alice@example.org, '',                operator, true",
        "OPERATOR, '',     alice@example.org, alice@example.org, SHA-256,  false",
        "PEER,     berlin, alice@example.org, alice@example.org, SHA-256,  false",
        "RELAY,    berlin, alice@example.org, alice@example.org, SHA-256,  false",
        "STORE,    berlin, alice@example.org, alice@example.org, SHA-256,  false",
        "USER,     berlin, alice@example.org, alice@example.org, SHA-256,  false",
        "EDGE,     berlin, gateway:+49,       alice@example.org, SHA-256,  false",
        "EDGE,     berlin, '',                alice@example.org, SHA-256,  false"
    })
    void edgeMatchWantsAnEdgeOfTheDomainAndWhoWasAuthenticated(
            Role role, String site, String aor, String user, String method, boolean granted) {
        Writer writer = new Writer("edge-1@example.org", new NodeId(octets(NODE)), Set.of(role), site);
        Resource resource = new Resource(ResourceId.of(aor), aor);
        EntryKey key = new EntryKey.DictionaryKey(octets("6b"));
        Optional<Authentication> authentication = Optional.of(new Authentication(user, method));

        assertDecision(new EdgeMatch(), new WriteAttempt(writer, resource, key, true, authentication), granted);
    }

    @ParameterizedTest
    @CsvSource({"EDGE, berlin, true", "EDGE, rome, false", "OPERATOR, '', true", "USER, berlin, false"})
    void aRemovalSaysNothingOfAuthenticationAndNeedsTheRole(Role role, String site, boolean granted) {
        Writer writer = new Writer("edge-1@example.org", new NodeId(octets(NODE)), Set.of(role), site);
        Resource resource = new Resource(id(ALICE), "alice@example.org");

        assertDecision(
                new EdgeMatch(), new WriteAttempt(writer, resource, EntryKey.SINGLE, false, Optional.empty()), granted);
    }

    @Test
    void aRegistrationThatSaysNothingOfAuthenticationIsDenied() {
        Writer writer = new Writer("edge-1@example.org", new NodeId(octets(NODE)), Set.of(Role.EDGE), "berlin");
        Resource resource = new Resource(id(ALICE), "alice@example.org");

        assertDecision(
                new EdgeMatch(), new WriteAttempt(writer, resource, EntryKey.SINGLE, true, Optional.empty()), false);
    }

    @ParameterizedTest
    @CsvSource({
        "EDGE,     berlin, berlin, true",
        "EDGE,     berlin, paris,  false",
        "EDGE,     '',     '',     false",
        "PEER,     berlin, berlin, false",
        "OPERATOR, berlin, berlin, false"
    })
    void siteMatchWantsAnEdgeUnderItsOwnSite(Role role, String site, String key, boolean granted) {
        Writer writer = new Writer("edge-1@example.org", new NodeId(octets(NODE)), Set.of(role), site);
        EntryKey entry = new EntryKey.DictionaryKey(Octets.wrap(key.getBytes(StandardCharsets.UTF_8)));
        Resource resource = new Resource(ResourceId.of("gateway:+49"), "gateway:+49");

        assertDecision(new SiteMatch(), new WriteAttempt(writer, resource, entry, true, Optional.empty()), granted);
        assertDecision(
                new SiteMatch(), new WriteAttempt(writer, resource, EntryKey.SINGLE, true, Optional.empty()), false);
    }

    @ParameterizedTest
    @CsvSource({"OPERATOR, true", "EDGE, false", "PEER, false", "STORE, false", "RELAY, false", "USER, false"})
    void operatorMatchWantsAnOperator(Role role, boolean granted) {
        Writer writer = new Writer("op@example.org", new NodeId(octets(NODE)), Set.of(role), "");
        Resource resource = new Resource(id(ALICE), "alice@example.org");

        assertDecision(
                new OperatorMatch(),
                new WriteAttempt(writer, resource, EntryKey.SINGLE, true, Optional.empty()),
                granted);
    }

    @Test
    void recordsOfUsersAreOfTheDomainsOfTheOverlay() {
        AccessControl ofUsers = AccessControl.readableByAll(new UserMatch(), true);
        AccessControl others = AccessControl.readableByAll(new UserMatch(), false);
        String foreign = "alice@example.com";
        WriteAttempt named = attempt(foreign, NODE, ResourceId.of(foreign), EntryKey.SINGLE);

        assertThat(ofUsers.mayWrite(named, DOMAINS))
                .isEqualTo(Decision.denied("\"example.com\" is not a domain of this overlay"));
        assertThat(ofUsers.mayWrite(named, Domains.ANY)).isEqualTo(Decision.GRANTED);
        assertThat(others.mayWrite(named, DOMAINS)).isEqualTo(Decision.GRANTED);
        assertThat(ofUsers.mayWrite(attempt("alice@example.org", NODE, id(ALICE), EntryKey.SINGLE), DOMAINS))
                .isEqualTo(Decision.GRANTED);
        assertThat(ofUsers.mayWrite(attempt("alice", NODE, ResourceId.of("alice"), EntryKey.SINGLE), DOMAINS))
                .isInstanceOf(Decision.Denied.class);
    }

    @ParameterizedTest
    @CsvSource({"EDGE, true", "RELAY, true", "PEER, false", "STORE, false", "OPERATOR, false", "USER, false", ", false"
    })
    void credentialsAreReadByEdgesAndRelaysOnly(Role role, boolean granted) {
        AccessControl credentials = new AccessControl(new OperatorMatch(), true, Set.of(Role.EDGE, Role.RELAY));
        Set<Role> roles = role == null ? Set.of() : EnumSet.of(role);

        assertThat(credentials.mayRead(roles) instanceof Decision.Granted).isEqualTo(granted);
        assertThat(AccessControl.readableByAll(new UserMatch(), true).mayRead(roles))
                .isEqualTo(Decision.GRANTED);
    }

    private static void assertDecision(AccessPolicy policy, WriteAttempt attempt, boolean granted) {
        assertThat(policy.check(attempt, DOMAINS) instanceof Decision.Granted)
                .as(policy.name())
                .isEqualTo(granted);
    }

    /** A user's own, with the Resource-ID alone. */
    private static WriteAttempt attempt(String user, String node, ResourceId resource, EntryKey key) {
        Writer writer = new Writer(user, new NodeId(octets(node)), Set.of(Role.USER), "");
        return new WriteAttempt(writer, new Resource(resource, ""), key, true, Optional.empty());
    }

    private static ResourceId id(String hex) {
        return new ResourceId(octets(hex));
    }

    private static Octets octets(String hex) {
        return Octets.wrap(HexFormat.of().parseHex(hex));
    }
}
