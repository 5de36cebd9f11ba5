package org.p2psip.edge.service.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Counts;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.proto.v1.DigestHash;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.Octets;
import org.p2psip.storage.sip.RouteSet;
import org.p2psip.storage.sip.SipRegistration;

class ContractMappingTest {
    private static final Aor ALICE = new Aor("alice", "example.org");
    private static final Binding PHONE = new Binding(
            "<urn:uuid:1>;reg-id=2",
            "sip:alice@192.0.2.1:5062",
            500,
            600,
            List.of("<sip:edge.example.org;lr>"),
            "call-1",
            7,
            "Phone/1",
            "urn:uuid:1",
            2,
            1_800_000_000_000L);

    private final Counts<OverlayCounter> counts = new Counts<>(OverlayCounter.class);
    private final ContractMapping mapping = new ContractMapping("edge-1", 7200, counts);

    @Test
    void bindingIsStoredAndReadAsItWas() throws Exception {
        KindWrite write = write(List.of(PHONE), false);
        StoredEntry entry = write.getEntries(0);
        assertThat(entry.getDictionaryKey().toStringUtf8()).isEqualTo(PHONE.key());
        assertThat(entry.getLifetimeS()).isEqualTo(600);
        assertThat(entry.getOrder().getScope()).isEqualTo("call-1");
        assertThat(entry.getOrder().getSequence()).isEqualTo(7);
        EdgeRegistration registration = EdgeRegistration.parseFrom(entry.getValue());
        assertThat(registration.getInstance()).isEqualTo("urn:uuid:1");
        assertThat(registration.getRegId()).isEqualTo(2);
        assertThat(registration.getAuthentication()).isEqualTo("SHA-256");
        assertThat(registration.getEdge()).isEqualTo("edge-1");

        entry = entry.toBuilder().setStorageTimeMs(PHONE.storedMillis()).build();
        Result answer = Result.newBuilder()
                .setPut(PutResponse.newBuilder()
                        .addKinds(KindState.newBuilder()
                                .setKind(ContractMapping.EDGE_REGISTRATION)
                                .setGeneration(12)
                                .addEntries(entry)))
                .build();
        assertThat(mapping.bindings(answer)).isEqualTo(new OverlayResult.Bindings(List.of(PHONE), 12));
    }

    @Test
    void instanceIsStoredWithoutARegIdToo() throws Exception {
        Binding phone = new Binding("sip:a@b", "sip:a@b", 1000, 60, List.of(), "c", 1, "", "urn:uuid:9", 0, 0);
        EdgeRegistration registration = EdgeRegistration.parseFrom(
                write(List.of(phone), false).getEntries(0).getValue());
        assertThat(registration.getInstance()).isEqualTo("urn:uuid:9");
        assertThat(registration.getRegId()).isZero();
    }

    @Test
    void bindingWithoutTimeToLiveIsRemoved() {
        StoredEntry entry = write(List.of(PHONE.expiringIn(0)), false).getEntries(0);
        assertThat(entry.getExists()).isFalse();
        assertThat(entry.getLifetimeS()).isEqualTo(7200);
        assertThat(entry.getOrder().getSequence()).isEqualTo(7);
    }

    @Test
    void wildcardClearsUnderTheOrderOfItsRegister() {
        KindWrite write = write(List.of(), true);
        assertThat(write.getClear()).isTrue();
        assertThat(write.getClearOrder().getScope()).isEqualTo("call-1");
        assertThat(write.getClearOrder().getSequence()).isEqualTo(7);
    }

    @Test
    void scopeOfALongCallIdIsItsHash() {
        EdgeCommand.StoreBindings store =
                new EdgeCommand.StoreBindings(1, ALICE, List.of(PHONE), false, "x".repeat(257), 7, "", "");
        String scope =
                mapping.put(store).getPut().getKinds(0).getEntries(0).getOrder().getScope();
        assertThat(scope).startsWith("sha256:").hasSizeLessThan(256);
    }

    @Test
    void valueThatCannotBeReadHidesNoOther() {
        StoredEntry good = write(List.of(PHONE), false).getEntries(0).toBuilder()
                .setStorageTimeMs(PHONE.storedMillis())
                .build();
        StoredEntry bad = good.toBuilder()
                .setValue(ByteString.copyFromUtf8("\u0007no record"))
                .build();
        OverlayResult result = mapping.bindings(got(ContractMapping.EDGE_REGISTRATION, bad, good));
        assertThat(result).isEqualTo(new OverlayResult.Bindings(List.of(PHONE)));
        assertThat(counts.get(OverlayCounter.UNREADABLE_VALUES)).isEqualTo(1);
    }

    @Test
    void whatAUserRegisteredByItselfIsABindingWithItsPath() {
        RouteSet routes = new RouteSet("sip:bob@192.0.2.4:5060", List.of("<sip:proxy@192.0.2.9;lr>"));
        StoredEntry here = StoredEntry.newBuilder()
                .setDictionaryKey(ByteString.fromHex("0102030405060708090a0b0c0d0e0f10"))
                .setExists(true)
                .setValue(ByteString.copyFrom(
                        new SipRegistration.Uri(routes.toUri()).encoded().unsafeArray()))
                .setLifetimeS(600)
                .setStorageTimeMs(7)
                .build();
        StoredEntry node = here.toBuilder()
                .setValue(ByteString.copyFrom(
                        new SipRegistration.Route("", Octets.EMPTY).encoded().unsafeArray()))
                .build();

        assertThat(mapping.bindings(got(ContractMapping.SIP_REGISTRATION, node, here)))
                .isEqualTo(new OverlayResult.Bindings(List.of(new Binding(
                        "0102030405060708090a0b0c0d0e0f10",
                        "sip:bob@192.0.2.4:5060",
                        1000,
                        600,
                        List.of("<sip:proxy@192.0.2.9;lr>"),
                        "",
                        0,
                        "",
                        "",
                        0,
                        7))));
        assertThat(counts.get(OverlayCounter.UNREADABLE_VALUES)).isEqualTo(1);
    }

    @Test
    void credentialsAreHashesByAlgorithm() {
        Credentials credentials = Credentials.newBuilder()
                .setAor("alice@example.org")
                .addHashes(DigestHash.newBuilder().setAlgorithm("MD5").setHa1("aa"))
                .addHashes(DigestHash.newBuilder().setAlgorithm("SHA-256").setHa1("bb"))
                .build();
        assertThat(mapping.credentials(got(ContractMapping.CREDENTIALS, stored(credentials))))
                .isEqualTo(new OverlayResult.Credentials(Map.of("MD5", "aa", "SHA-256", "bb")));
    }

    @Test
    void disabledUserIsKnownAsSuchAndNobodyIsNotFound() {
        Credentials disabled = Credentials.newBuilder().setDisabled(true).build();
        assertThat(mapping.credentials(got(ContractMapping.CREDENTIALS, stored(disabled))))
                .isEqualTo(new OverlayResult.Credentials(Map.of(), true));
        assertThat(mapping.credentials(got(ContractMapping.CREDENTIALS))).isEqualTo(new OverlayResult.NotFound());
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_CODE_ORDER_TOO_OLD, true, OutOfOrder",
        "ERROR_CODE_LIMIT_REACHED, true, TooMany",
        "ERROR_CODE_DATA_TOO_LARGE, true, TooMany",
        "ERROR_CODE_LIMIT_REACHED, false, Unavailable",
        "ERROR_CODE_UNAVAILABLE, true, Unavailable",
        "ERROR_CODE_REQUEST_TIMEOUT, false, Unavailable",
        "ERROR_CODE_FORBIDDEN, true, Unavailable"
    })
    void errorMeansWhatTheRegistrarCanAnswer(ErrorCode code, boolean write, String meaning) {
        OverlayResult refusal =
                ContractMapping.refusal(Error.newBuilder().setCode(code).build(), write);
        assertThat(refusal.getClass().getSimpleName()).isEqualTo(meaning);
    }

    private KindWrite write(List<Binding> bindings, boolean removeAll) {
        return mapping.put(new EdgeCommand.StoreBindings(
                        1, ALICE, bindings, removeAll, "call-1", 7, "alice@example.org", "SHA-256"))
                .getPut()
                .getKinds(0);
    }

    private static StoredEntry stored(Credentials credentials) {
        return StoredEntry.newBuilder()
                .setExists(true)
                .setValue(credentials.toByteString())
                .build();
    }

    private static Result got(int kind, StoredEntry... entries) {
        return Result.newBuilder()
                .setGet(GetResponse.newBuilder()
                        .addKinds(KindState.newBuilder().setKind(kind).addAllEntries(List.of(entries))))
                .build();
    }
}
