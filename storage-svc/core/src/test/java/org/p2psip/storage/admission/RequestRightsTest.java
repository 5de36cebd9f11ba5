package org.p2psip.storage.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.identity.Role;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.kind.DataModel;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.Clear;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult.Refused;

/** No write without right: every kind of the catalog, by every role. */
class RequestRightsTest {
    private static final String USER = "alice@example.org";
    private static final String SITE = "berlin";
    private static final NodeId NODE =
            new NodeId(Octets.wrap(HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10")));

    private final RequestRights rights = new RequestRights(KindCatalog.STANDARD, Domains.ANY);

    /** Who may write a kind at alice's resource, there being nobody's right but that of role, name and site. */
    @ParameterizedTest
    @CsvSource({
        "0x1, alice@example.org, PEER EDGE STORE RELAY OPERATOR USER",
        "0x1, bob@example.org, ''",
        "0x2, alice@example.org, ''",
        "0x3, alice@example.org, ''",
        "0x10, alice@example.org, PEER EDGE STORE RELAY OPERATOR USER",
        "0x10, bob@example.org, ''",
        "0xF0000001, bob@example.org, EDGE",
        "0xF0000002, bob@example.org, EDGE",
        "0xF0000003, bob@example.org, OPERATOR"
    })
    void kindIsWrittenByWhoMayAndNobodyElse(String kind, String user, String allowed) {
        int id = Integer.parseUnsignedInt(kind.substring(2), 16);
        for (Role role : EnumSet.allOf(Role.class)) {
            Optional<Refused> refused = write(id, writer(user, role), "SHA-256");
            assertThat(refused.isEmpty())
                    .as(kind + " by " + user + " as " + role + ": " + refused)
                    .isEqualTo(List.of(allowed.split(" ")).contains(role.name()));
            refused.ifPresent(why -> assertThat(why.code()).isEqualTo(RefusalCode.FORBIDDEN));
        }
    }

    @Test
    void everyKindOfTheCatalogIsInTheTable() {
        assertThat(List.of(0x1, 0x2, 0x3, 0x10, 0xF0000001, 0xF0000002, 0xF0000003))
                .allSatisfy(id -> assertThat(KindCatalog.STANDARD.find(id)).isPresent());
    }

    @Test
    void edgeDoesNotSayThatAnOperatorWasIt() {
        assertThat(write(KindCatalog.EDGE_REGISTRATION, writer("e@x", Role.EDGE), "operator"))
                .isPresent();
        assertThat(write(KindCatalog.EDGE_REGISTRATION, writer("o@x", Role.OPERATOR), "operator"))
                .isEmpty();
    }

    @Test
    void clearingTakesTheRightToWrite() {
        KindWrite clear = new KindWrite(
                KindCatalog.EDGE_REGISTRATION, USER, 0, List.of(), Optional.of(new Clear(WriteOrder.NONE, 0)), false);
        assertThat(rights.mayWrite(writer("e@x", Role.EDGE), resource(), clear, value -> Optional.empty()))
                .isEmpty();
        assertThat(rights.mayWrite(writer(USER, Role.USER), resource(), clear, value -> Optional.empty()))
                .isPresent();
    }

    @Test
    void credentialsAreReadByEdgesAndRelaysOnly() {
        for (Role role : EnumSet.allOf(Role.class)) {
            assertThat(rights.mayRead(KindCatalog.CREDENTIALS, Set.of(role)).isEmpty())
                    .as(role.name())
                    .isEqualTo(role == Role.EDGE || role == Role.RELAY);
            assertThat(rights.mayRead(KindCatalog.EDGE_REGISTRATION, Set.of(role)))
                    .isEmpty();
        }
        assertThat(rights.mayRead(KindCatalog.CREDENTIALS, Set.of())).isPresent();
    }

    private Optional<Refused> write(int kind, Writer writer, String method) {
        KindDefinition definition = KindCatalog.STANDARD.find(kind).orElseThrow();
        ValueWrite value = new ValueWrite(
                key(definition), true, Octets.wrap(new byte[] {1}), 1, 60, WriteOrder.NONE, Octets.EMPTY);
        KindWrite write = new KindWrite(kind, USER, 0, List.of(value), Optional.empty(), false);
        boolean isOfEdge = kind == KindCatalog.EDGE_REGISTRATION;
        return rights.mayWrite(
                writer,
                resource(),
                write,
                any -> isOfEdge ? Optional.of(new Authentication(USER, method)) : Optional.empty());
    }

    private static EntryKey key(KindDefinition kind) {
        if (kind.model() == DataModel.ARRAY) {
            return new EntryKey.ArrayIndex(0);
        }
        if (kind.model() == DataModel.SINGLE) {
            return EntryKey.SINGLE;
        }
        return new EntryKey.DictionaryKey(
                kind.id() == KindCatalog.GATEWAY ? Octets.wrap(SITE.getBytes(StandardCharsets.UTF_8)) : NODE.octets());
    }

    private static Resource resource() {
        return ((Resource.Valid) Resource.check(USER, ResourceId.of(USER).octets())).resource();
    }

    private static Writer writer(String user, Role role) {
        return new Writer(user, NODE, Set.of(role), SITE);
    }
}
