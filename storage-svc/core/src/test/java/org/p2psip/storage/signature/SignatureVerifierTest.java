package org.p2psip.storage.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.batch.BatchRoot;
import org.p2psip.storage.batch.MerklePath;
import org.p2psip.storage.batch.MerkleTree;
import org.p2psip.storage.signature.SignatureVerifier.Verification;

class SignatureVerifierTest {
    private static final NodeId NODE = node(1);
    private static final long NOW = 5000;
    private static final Optional<NodeId> ONLY = Optional.empty();

    private final Signer signer = signer("edge-1", Keys.P256, NODE);
    private final BatchSigner batches =
            new BatchSigner(signer, ONLY, SignatureScheme.ECDSA_SECP256R1_SHA256, Keys.P256.getPrivate());
    private final VerifiedRoots roots = new VerifiedRoots(2);
    private final SignatureVerifier verifier = new SignatureVerifier(roots);

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void bothSchemesOfTheOverlayVerify(SignatureScheme scheme) {
        KeyPair keys = scheme == SignatureScheme.RSA_PKCS1_SHA256 ? Keys.RSA_2048 : Keys.P256;
        Signer rsaOrEc = signer("node", keys, NODE);
        BatchSigner signing = new BatchSigner(rsaOrEc, ONLY, scheme, keys.getPrivate());

        assertGenuine(verifier.verify(value(0), signing.sign(List.of(value(0))).getFirst(), rsaOrEc, NOW));
        List<ValueSignature> both = signing.sign(List.of(value(0), value(1)));
        assertGenuine(verifier.verify(value(1), both.get(1), rsaOrEc, NOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 8, 100, 1024})
    void everyValueOfABatchVerifies(int size) {
        List<SignedValue> values = values(size);
        List<ValueSignature> signatures = batches.sign(values);

        for (int i = 0; i < size; i++) {
            assertGenuine(verifier.verify(values.get(i), signatures.get(i), signer, NOW));
        }
        assertThat(roots.size()).isEqualTo(1);
    }

    @Test
    void aValueThatCameAloneIsSignedWithoutABatch() {
        assertThat(batches.sign(values(1)).getFirst().path()).isEmpty();
    }

    @Test
    void aBatchOfOneVerifiesToo() {
        ValueSignature first = batches.sign(values(2)).getFirst();
        var tree = new MerkleTree(List.of(value(0).bytes(signer.identity(ONLY).orElseThrow())));
        byte[] root = new BatchRoot(1, tree.root()).signedBytes();
        Octets signed = Octets.wrap(SignatureScheme.ECDSA_SECP256R1_SHA256.sign(Keys.P256.getPrivate(), root));

        assertGenuine(verifier.verify(
                value(0),
                new ValueSignature(first.certificateHash(), ONLY, first.scheme(), signed, Optional.of(tree.path(0))),
                signer,
                NOW));
    }

    static Stream<Arguments> tamperedValues() {
        return Stream.of(
                tampered("resource", v -> with(ResourceId.of("bob@example.org"), v.kind(), v.storageTimeMs(), v.key())),
                tampered("kind", v -> with(v.resource(), 2, v.storageTimeMs(), v.key())),
                tampered("storage time", v -> with(v.resource(), v.kind(), v.storageTimeMs() + 1, v.key())),
                tampered("key", v -> with(v.resource(), v.kind(), v.storageTimeMs(), key("other"))),
                tampered("model", v -> with(v.resource(), v.kind(), v.storageTimeMs(), EntryKey.SINGLE)),
                tampered(
                        "exists",
                        v -> new SignedValue(v.resource(), v.kind(), v.storageTimeMs(), v.key(), false, v.value())),
                tampered(
                        "value",
                        v -> new SignedValue(v.resource(), v.kind(), v.storageTimeMs(), v.key(), true, octets("x"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperedValues")
    void aChangedValueIsForged(String field, UnaryOperator<SignedValue> change) {
        ValueSignature alone = batches.sign(values(1)).getFirst();
        ValueSignature inBatch = batches.sign(values(5)).getFirst();

        assertForged(verifier.verify(change.apply(value(0)), alone, signer, NOW), "over this value");
        assertForged(verifier.verify(change.apply(value(0)), inBatch, signer, NOW), "over the batch");
    }

    static Stream<Arguments> tamperedSignatures() {
        return Stream.of(
                changed("certificate", s -> signature(octets("c".repeat(32)), s.nodeId(), s, s.path())),
                changed("Node-ID", s -> signature(s.certificateHash(), Optional.of(node(9)), s, s.path())),
                changed("size", s -> signature(s.certificateHash(), s.nodeId(), s, path(s, 6, 2))),
                changed("index", s -> signature(s.certificateHash(), s.nodeId(), s, path(s, 5, 3))),
                changed("no path", s -> signature(s.certificateHash(), s.nodeId(), s, Optional.empty())),
                changed("hash", s -> signature(s.certificateHash(), s.nodeId(), s, otherHash(s))),
                changed("scheme", s -> scheme(s, 0x0401)),
                changed("no scheme", s -> scheme(s, 0)),
                changed("unknown scheme", s -> scheme(s, 0x0603)),
                changed("signature", s -> signed(s, flipped(s.signature()))),
                changed("no signature", s -> signed(s, Octets.EMPTY)),
                changed("no DER", s -> signed(s, octets("signature"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperedSignatures")
    void aChangedSignatureIsForged(String field, UnaryOperator<ValueSignature> change) {
        ValueSignature genuine = batches.sign(values(5)).get(2);
        assertGenuine(verifier.verify(value(2), genuine, signer, NOW));

        assertThat(verifier.verify(value(2), change.apply(genuine), signer, NOW))
                .as("although the root is known already")
                .isInstanceOf(Verification.Forged.class);
    }

    @Test
    void thePathOfAnotherValueIsForged() {
        List<ValueSignature> signatures = batches.sign(values(5));

        assertForged(verifier.verify(value(0), signatures.get(1), signer, NOW), "over the batch");
    }

    @Test
    void aRootIsVerifiedOnceAndTheOldestForgotten() {
        ValueSignature first = batches.sign(values(3)).getFirst();
        assertGenuine(verifier.verify(value(0), first, signer, NOW));
        // Same certificate, other key: only a root that is known verifies.
        Signer blind = signer("edge-1", Keys.OTHER_P256, NODE);
        assertGenuine(verifier.verify(value(0), first, blind, NOW));

        verifier.verify(value(0), batches.sign(values(4)).getFirst(), signer, NOW);
        verifier.verify(value(0), batches.sign(values(5)).getFirst(), signer, NOW);

        assertThat(roots.size()).isEqualTo(2);
        assertForged(verifier.verify(value(0), first, blind, NOW), "over the batch");
    }

    @Test
    void aSignatureOfAnotherKeyIsForged() {
        Signer other = signer("edge-1", Keys.OTHER_P256, NODE);

        assertForged(verifier.verify(value(0), batches.sign(values(1)).getFirst(), other, NOW), "over this value");
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 9001})
    void aCertificateThatIsNotValidNowSignsNothing(long nowMs) {
        assertForged(verifier.verify(value(0), batches.sign(values(1)).getFirst(), signer, nowMs), "not valid now");
    }

    @Test
    void weakKeysAndOtherCurvesAreRefused() {
        ValueSignature ec = batches.sign(values(1)).getFirst();

        assertForged(verifier.verify(value(0), scheme(ec, 0x0401), signer("edge-1", Keys.RSA_1024, NODE), NOW), "2048");
        assertForged(verifier.verify(value(0), ec, signer("edge-1", Keys.P384, NODE), NOW), "P-256");
        assertThatThrownBy(() ->
                        new BatchSigner(signer, ONLY, SignatureScheme.ECDSA_SECP256R1_SHA256, Keys.P384.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCertificateOfSeveralNodesNamesTheOneThatSigns() {
        Signer two = signer("edge-1", Keys.P256, NODE, node(2));
        BatchSigner signing = new BatchSigner(
                two, Optional.of(node(2)), SignatureScheme.ECDSA_SECP256R1_SHA256, Keys.P256.getPrivate());
        ValueSignature signature = signing.sign(values(1)).getFirst();

        assertGenuine(verifier.verify(value(0), signature, two, NOW));
        ValueSignature named = signature(signature.certificateHash(), Optional.of(NODE), signature, Optional.empty());
        assertForged(verifier.verify(value(0), named, two, NOW), "over this value");
        ValueSignature unnamed = signature(signature.certificateHash(), ONLY, signature, Optional.empty());
        assertForged(verifier.verify(value(0), unnamed, two, NOW), "no Node-ID");
    }

    @Test
    void aBatchIsBounded() {
        assertThatThrownBy(() -> batches.sign(values(1025))).hasMessageContaining("1 to 1024");
    }

    private static Arguments tampered(String field, UnaryOperator<SignedValue> change) {
        return Arguments.of(field, change);
    }

    private static Arguments changed(String field, UnaryOperator<ValueSignature> change) {
        return Arguments.of(field, change);
    }

    private static SignedValue with(ResourceId resource, int kind, long storageTimeMs, EntryKey key) {
        return new SignedValue(resource, kind, storageTimeMs, key, true, octets("value 0"));
    }

    private static ValueSignature signature(
            Octets certificateHash, Optional<NodeId> nodeId, ValueSignature like, Optional<MerklePath> path) {
        return new ValueSignature(certificateHash, nodeId, like.scheme(), like.signature(), path);
    }

    private static ValueSignature scheme(ValueSignature like, int scheme) {
        return new ValueSignature(like.certificateHash(), like.nodeId(), scheme, like.signature(), like.path());
    }

    private static ValueSignature signed(ValueSignature like, Octets signature) {
        return new ValueSignature(like.certificateHash(), like.nodeId(), like.scheme(), signature, like.path());
    }

    private static Optional<MerklePath> path(ValueSignature like, int size, int index) {
        return like.path().map(path -> new MerklePath(size, index, path.hashes()));
    }

    private static Optional<MerklePath> otherHash(ValueSignature like) {
        return like.path().map(path -> {
            List<Octets> hashes = new ArrayList<>(path.hashes());
            hashes.set(1, flipped(hashes.get(1)));
            return new MerklePath(path.size(), path.index(), hashes);
        });
    }

    private static Octets flipped(Octets octets) {
        byte[] bytes = octets.toByteArray();
        bytes[bytes.length - 1] ^= 1;
        return Octets.wrap(bytes);
    }

    private static List<SignedValue> values(int size) {
        List<SignedValue> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(value(i));
        }
        return values;
    }

    private static SignedValue value(int number) {
        return new SignedValue(ResourceId.of("alice@example.org"), 1, 1000, key("k"), true, octets("value " + number));
    }

    private static EntryKey key(String text) {
        return new EntryKey.DictionaryKey(octets(text));
    }

    private static Signer signer(String certificate, KeyPair keys, NodeId... nodes) {
        return new Signer(
                certificate.getBytes(StandardCharsets.US_ASCII), keys.getPublic(), List.of(nodes), 1000, 9000);
    }

    private static NodeId node(int last) {
        byte[] bytes = new byte[NodeId.LENGTH];
        bytes[NodeId.LENGTH - 1] = (byte) last;
        return new NodeId(Octets.wrap(bytes));
    }

    private static Octets octets(String text) {
        return Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertGenuine(Verification verification) {
        assertThat(verification).isEqualTo(new Verification.Genuine());
    }

    private static void assertForged(Verification verification, String says) {
        assertThat(verification).isInstanceOfSatisfying(Verification.Forged.class, forged -> assertThat(forged.reason())
                .contains(says));
    }
}
