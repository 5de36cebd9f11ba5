package org.p2psip.storage.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.batch.MerklePath;
import org.p2psip.storage.signature.SignatureVerifier.Verification;

/** Whatever comes as a signature: it is forged, and nothing is thrown. */
class ForgedSignaturesTest {
    private static final NodeId NODE = new NodeId(Octets.wrap(new byte[NodeId.LENGTH]));

    private final SignatureVerifier verifier = new SignatureVerifier(new VerifiedRoots(4));

    @Property(tries = 300)
    void anyBytesAreForged(
            @ForAll byte[] signature, @ForAll SignatureScheme scheme, @ForAll @IntRange(max = 70_000) int number) {
        assertForged(scheme, signature, scheme.number(), Optional.empty());
        assertForged(scheme, signature, number, Optional.empty());
    }

    @Property(tries = 300)
    void anyPathIsForged(
            @ForAll byte[] signature,
            @ForAll int size,
            @ForAll int index,
            @ForAll @Size(max = 4) List<@Size(value = 32) byte[]> hashes) {
        List<Octets> octets = new ArrayList<>();
        hashes.forEach(hash -> octets.add(Octets.copyOf(hash)));
        SignatureScheme scheme = SignatureScheme.ECDSA_SECP256R1_SHA256;

        assertForged(scheme, signature, scheme.number(), Optional.of(new MerklePath(size, index, octets)));
        int leaves = (size & 7) + 1;
        int leaf = Math.floorMod(index, leaves);
        assertForged(scheme, signature, scheme.number(), Optional.of(new MerklePath(leaves, leaf, octets)));
    }

    private void assertForged(SignatureScheme scheme, byte[] bytes, int number, Optional<MerklePath> path) {
        KeyPair keys = scheme == SignatureScheme.RSA_PKCS1_SHA256 ? Keys.RSA_2048 : Keys.P256;
        Signer signer = new Signer(new byte[1], keys.getPublic(), List.of(NODE), 0, 10);
        ValueSignature signature =
                new ValueSignature(signer.certificateHash(), Optional.empty(), number, Octets.copyOf(bytes), path);
        SignedValue value = new SignedValue(ResourceId.FIRST, 1, 1, EntryKey.SINGLE, true, Octets.EMPTY);

        assertThat(verifier.verify(value, signature, signer, 5)).isInstanceOf(Verification.Forged.class);
    }
}
