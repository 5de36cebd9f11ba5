package org.p2psip.storage.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Role;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission.Denied;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.signature.BatchSigner;
import org.p2psip.storage.signature.Keys;
import org.p2psip.storage.signature.SignatureScheme;
import org.p2psip.storage.signature.SignatureVerifier;
import org.p2psip.storage.signature.SignedValue;
import org.p2psip.storage.signature.Signer;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.signature.VerifiedRoots;
import org.p2psip.storage.write.Clear;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;

/** The checks of RFC 6940 section 7.4.1.1 and RFC 7904 section 3.3 on whole writes. */
class WriteAdmissionTest {
    private static final NodeId NODE = node(1);
    private static final Resource ALICE = resource("alice@example.org");
    private static final long NOW = 5000;

    private final Credential alice = credential("alice@example.org", Set.of(Role.USER), "", Keys.P256);
    private final Credential edge = credential("edge-1@example.org", Set.of(Role.EDGE), "berlin", Keys.P256);
    private final Evidence evidence = new Evidence();
    private final WriteAdmission admission = new WriteAdmission(
            KindCatalog.STANDARD,
            new Domains(Map.of("example.org", Set.of("berlin"))),
            new SignatureVerifier(new VerifiedRoots(8)));

    @Test
    void aUserRegistersItsOwnNode() {
        assertThat(check(ALICE, signed(alice, ALICE, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"))))
                .isEmpty();
    }

    @Test
    void aUserRegistersNoNodeOfOthersAndForNoOtherUser() {
        Resource bob = resource("bob@example.org");

        assertDenied(
                check(ALICE, signed(alice, ALICE, KindCatalog.SIP_REGISTRATION, value(node(2).octets(), "here"))),
                Denial.POLICY,
                "own Node-ID only");
        assertDenied(
                check(bob, signed(alice, bob, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"))),
                Denial.POLICY,
                "alice@example.org");
    }

    @Test
    void aUserOfAForeignDomainRegistersNothing() {
        Resource foreign = resource("alice@example.com");
        Credential stranger = credential("alice@example.com", Set.of(Role.USER), "", Keys.P256);

        assertDenied(
                check(foreign, signed(stranger, foreign, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"))),
                Denial.POLICY,
                "not a domain of this overlay");
    }

    @Test
    void anEdgeRegistersABatchForTheUsersItAuthenticated() {
        evidence.said = Optional.of(new Authentication("alice@example.org", "SHA-256"));

        assertThat(check(
                        ALICE,
                        signed(
                                edge,
                                ALICE,
                                KindCatalog.EDGE_REGISTRATION,
                                value(octets("a"), "1"),
                                value(octets("b"), "2"),
                                removal(octets("c")))))
                .isEmpty();
    }

    @Test
    void anOperatorEndsWhatAUserRegisteredAndRegistersNothing() {
        Credential operator = credential("operator@example.org", Set.of(Role.OPERATOR), "", Keys.P256);

        assertThat(check(ALICE, signed(operator, ALICE, KindCatalog.SIP_REGISTRATION, removal(node(2).octets()))))
                .isEmpty();
        assertDenied(
                check(ALICE, signed(operator, ALICE, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"))),
                Denial.POLICY,
                "operator@example.org");
    }

    @Test
    void anEdgeThatDoesNotSayWhomItAuthenticatedRegistersNobody() {
        assertDenied(
                check(ALICE, signed(edge, ALICE, KindCatalog.EDGE_REGISTRATION, value(octets("a"), "1"))),
                Denial.POLICY,
                "which user was authenticated");
    }

    @Test
    void whatIsNotSignedIsForbiddenAsReplicaToo() {
        ValueWrite value = value(NODE.octets(), "here");

        assertDenied(check(ALICE, write(KindCatalog.SIP_REGISTRATION, false, value)), Denial.UNSIGNED, "not signed");
        assertDenied(check(ALICE, write(KindCatalog.SIP_REGISTRATION, true, value)), Denial.UNSIGNED, "not signed");
    }

    @Test
    void oneValueThatIsForbiddenForbidsTheWrite() {
        KindWrite write = signed(alice, ALICE, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"));
        KindWrite two =
                write(KindCatalog.SIP_REGISTRATION, false, write.values().getFirst(), value(octets("k"), "unsigned"));

        assertDenied(check(ALICE, two), Denial.UNSIGNED, "not signed");
    }

    @Test
    void aValueThatWasChangedAfterwardsIsForbidden() {
        KindWrite write = signed(alice, ALICE, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"));
        ValueWrite changed = value(NODE.octets(), "elsewhere");
        evidence.signatures.put(changed, evidence.signatures.get(write.values().getFirst()));

        assertDenied(
                check(ALICE, write(KindCatalog.SIP_REGISTRATION, false, changed)),
                Denial.SIGNATURE,
                "signature is wrong");
    }

    @Test
    void aSignerWhoIsUnknownIsAskedForTheCertificateAndARevokedOneForbidden() {
        KindWrite write = signed(alice, ALICE, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"));
        evidence.credentials.clear();

        assertDenied(check(ALICE, write), Denial.SIGNER_UNKNOWN, "not known here");
        evidence.notGood = "it is revoked";
        assertDenied(check(ALICE, write), Denial.CERTIFICATE, "it is revoked");
    }

    @Test
    void anExpiredCertificateIsForbidden() {
        KindWrite write = signed(alice, ALICE, KindCatalog.SIP_REGISTRATION, value(NODE.octets(), "here"));

        assertDenied(admission.check(ALICE, write, evidence, 9001), Denial.SIGNATURE, "not valid now");
    }

    @Test
    void clearingIsForbiddenAsNobodySignedIt() {
        KindWrite clear = new KindWrite(
                KindCatalog.EDGE_REGISTRATION, "", 0, List.of(), Optional.of(new Clear(WriteOrder.NONE, 0)), false);

        assertDenied(check(ALICE, clear), Denial.CLEAR, "exists = false");
    }

    @Test
    void anUnknownKindIsForbidden() {
        assertDenied(check(ALICE, write(0x77, false, value(octets("k"), "v"))), Denial.UNKNOWN_KIND, "0x77");
    }

    private Optional<Denied> check(Resource resource, KindWrite write) {
        return admission.check(resource, write, evidence, NOW);
    }

    private static void assertDenied(Optional<Denied> result, Denial why, String says) {
        assertThat(result).hasValueSatisfying(denied -> {
            assertThat(denied.why()).isEqualTo(why);
            assertThat(denied.refused().code())
                    .isEqualTo(why == Denial.SIGNER_UNKNOWN ? RefusalCode.CERTIFICATE_UNKNOWN : RefusalCode.FORBIDDEN);
            assertThat(denied.message()).contains(says);
        });
    }

    private KindWrite signed(Credential by, Resource resource, int kind, ValueWrite... values) {
        List<SignedValue> signed = new ArrayList<>();
        for (ValueWrite value : values) {
            signed.add(new SignedValue(
                    resource.id(), kind, value.storageTimeMs(), value.key(), value.exists(), value.value()));
        }
        BatchSigner signer = new BatchSigner(
                by.signer(), Optional.empty(), SignatureScheme.ECDSA_SECP256R1_SHA256, Keys.P256.getPrivate());
        List<ValueSignature> signatures = signer.sign(signed);
        for (int i = 0; i < values.length; i++) {
            evidence.signatures.put(values[i], signatures.get(i));
        }
        evidence.credentials.put(by.signer().certificateHash(), by);
        return write(kind, false, values);
    }

    private static KindWrite write(int kind, boolean replica, ValueWrite... values) {
        return new KindWrite(kind, "", replica ? 1 : 0, List.of(values), Optional.empty(), replica);
    }

    private static ValueWrite value(Octets key, String value) {
        return new ValueWrite(
                new EntryKey.DictionaryKey(key), true, octets(value), 4000, 60, WriteOrder.NONE, Octets.EMPTY);
    }

    private static ValueWrite removal(Octets key) {
        return ValueWrite.removal(new EntryKey.DictionaryKey(key), 4000, WriteOrder.NONE);
    }

    private static Credential credential(String user, Set<Role> roles, String site, KeyPair keys) {
        byte[] certificate = user.getBytes(StandardCharsets.UTF_8);
        return new Credential(new Signer(certificate, keys.getPublic(), List.of(NODE), 1000, 9000), user, roles, site);
    }

    private static Resource resource(String name) {
        return new Resource(ResourceId.of(name), name);
    }

    private static NodeId node(int first) {
        byte[] bytes = new byte[NodeId.LENGTH];
        bytes[0] = (byte) first;
        return new NodeId(Octets.wrap(bytes));
    }

    private static Octets octets(String text) {
        return Octets.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Evidence implements WriteEvidence {
        private final Map<ValueWrite, ValueSignature> signatures = new HashMap<>();
        private final Map<Octets, Credential> credentials = new HashMap<>();
        private Optional<Authentication> said = Optional.empty();
        private String notGood = "";

        @Override
        public Optional<ValueSignature> signature(ValueWrite value) {
            return Optional.ofNullable(signatures.get(value));
        }

        @Override
        public SignedBy signer(Octets certificateHash) {
            Credential known = credentials.get(certificateHash);
            return known != null
                    ? new SignedBy.Known(known)
                    : notGood.isEmpty() ? new SignedBy.Unknown() : new SignedBy.NotGood(notGood);
        }

        @Override
        public Optional<Authentication> authentication(ValueWrite value) {
            return value.exists() ? said : Optional.empty();
        }
    }
}
