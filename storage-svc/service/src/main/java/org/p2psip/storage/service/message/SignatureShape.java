package org.p2psip.storage.service.message;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.ValueSignature;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.batch.MerklePath;
import org.p2psip.storage.batch.MerkleTree;

/** What the contract says of the parts of a signature, so that none is kept that nobody can ever verify. */
public final class SignatureShape {
    private static final int SHA256_BYTES = 32;
    /** A SignatureAndHashAlgorithm has two bytes; both zero stand for "none" (RFC 6940 section 7.4.1.1). */
    private static final int LARGEST_SCHEME = 0xffff;

    private SignatureShape() {}

    /** The first thing that is wrong with a signature in a request; empty when there is none, or nothing wrong. */
    public static Optional<String> check(StoreRequest request) {
        for (KindWrite kind : request.getKindsList()) {
            for (StoredEntry entry : kind.getEntriesList()) {
                if (entry.hasSignature()) {
                    Optional<String> wrong = check(entry.getSignature());
                    if (wrong.isPresent()) {
                        return wrong.map(what -> "signature." + what);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> check(ValueSignature signature) {
        if (signature.getCertificateHash().size() != SHA256_BYTES) {
            return Optional.of(
                    "certificate_hash has " + signature.getCertificateHash().size() + " bytes; it has 32");
        }
        int nodeId = signature.getNodeId().size();
        if (nodeId != 0 && nodeId != NodeId.LENGTH) {
            return Optional.of("node_id has " + nodeId + " bytes; it has 16 or is empty");
        }
        if (signature.getScheme() <= 0 || signature.getScheme() > LARGEST_SCHEME) {
            return Optional.of("scheme is " + Integer.toUnsignedString(signature.getScheme())
                    + "; it is the number of a SignatureScheme, as in 1027 (ECDSA on P-256 with SHA-256)");
        }
        if (signature.getSignature().isEmpty()) {
            return Optional.of("signature is empty");
        }
        return path(signature);
    }

    private static Optional<String> path(ValueSignature signature) {
        int size = signature.getMerkleSize();
        int index = signature.getMerkleIndex();
        if (size < 0 || size > MerkleTree.MAX_LEAVES) {
            return Optional.of(
                    "merkle_size is " + Integer.toUnsignedString(size) + "; it is at most " + MerkleTree.MAX_LEAVES);
        }
        if (index < 0 || index > 0 && index >= size) {
            return Optional.of("merkle_index is " + Integer.toUnsignedString(index)
                    + "; it is less than merkle_size, which is " + size);
        }
        int hashes = MerklePath.hashes(size, index);
        if (signature.getMerklePathCount() != hashes) {
            return Optional.of("merkle_path has " + signature.getMerklePathCount() + " hashes; with merkle_index "
                    + index + " of " + size + " it has " + hashes);
        }
        for (ByteString hash : signature.getMerklePathList()) {
            if (hash.size() != SHA256_BYTES) {
                return Optional.of("merkle_path has a hash of " + hash.size() + " bytes; each has 32");
            }
        }
        return Optional.empty();
    }
}
