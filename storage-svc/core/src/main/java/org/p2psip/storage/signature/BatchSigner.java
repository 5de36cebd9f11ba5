package org.p2psip.storage.signature;

import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.batch.BatchRoot;
import org.p2psip.storage.batch.MerklePath;
import org.p2psip.storage.batch.MerkleTree;

/**
 * Signs values with one public-key operation for all that came together in a few milliseconds. A value that came alone
 * is signed as RFC 6940 section 7.1 says, so that anyone can verify it.
 */
public final class BatchSigner {
    /** Most values in one batch: a path has at most ten hashes. */
    public static final int MAX_VALUES = 1024;

    private final Signer signer;
    private final Optional<NodeId> nodeId;
    private final SignatureScheme scheme;
    private final PrivateKey key;
    private final SignerIdentity identity;

    /**
     * A signer with its key.
     *
     * @param nodeId the one that signs; absent when the certificate has one only
     * @throws IllegalArgumentException when key, scheme, certificate and Node-ID do not belong together
     */
    public BatchSigner(Signer signer, Optional<NodeId> nodeId, SignatureScheme scheme, PrivateKey key) {
        if (!scheme.fits(key) || !scheme.fits(signer.key())) {
            throw new IllegalArgumentException("A key of " + key.getAlgorithm() + " does not sign as " + scheme);
        }
        this.identity = signer.identity(nodeId)
                .orElseThrow(() -> new IllegalArgumentException("The certificate has no such Node-ID: " + nodeId));
        this.signer = signer;
        this.nodeId = nodeId;
        this.scheme = scheme;
        this.key = key;
    }

    /**
     * Signs values.
     *
     * @param values 1 to {@link #MAX_VALUES}
     * @return their signatures, in the same order
     */
    public List<ValueSignature> sign(List<SignedValue> values) {
        if (values.isEmpty() || values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("A batch has 1 to " + MAX_VALUES + " values, not " + values.size());
        }
        if (values.size() == 1) {
            byte[] bytes = values.getFirst().bytes(identity);
            return List.of(signature(Octets.wrap(scheme.sign(key, bytes)), Optional.empty()));
        }
        List<byte[]> leaves = new ArrayList<>(values.size());
        for (SignedValue value : values) {
            leaves.add(value.bytes(identity));
        }
        MerkleTree tree = new MerkleTree(leaves);
        byte[] root = new BatchRoot(tree.size(), tree.root()).signedBytes();
        Octets signed = Octets.wrap(scheme.sign(key, root));
        List<ValueSignature> signatures = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            signatures.add(signature(signed, Optional.of(tree.path(i))));
        }
        return signatures;
    }

    private ValueSignature signature(Octets signed, Optional<MerklePath> path) {
        return new ValueSignature(signer.certificateHash(), nodeId, scheme.number(), signed, path);
    }
}
