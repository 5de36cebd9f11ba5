package org.p2psip.signing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.batch.MerklePath;
import org.p2psip.storage.signature.ValueSignature;

/** Signatures between the core and the contract. */
public final class SignatureMessages {
    private SignatureMessages() {}

    /** As it travels, without the certificate. */
    public static org.p2psip.proto.v1.ValueSignature.Builder message(ValueSignature signature) {
        org.p2psip.proto.v1.ValueSignature.Builder message = org.p2psip.proto.v1.ValueSignature.newBuilder()
                .setCertificateHash(bytes(signature.certificateHash()))
                .setScheme(signature.scheme())
                .setSignature(bytes(signature.signature()));
        signature.nodeId().ifPresent(node -> message.setNodeId(bytes(node.octets())));
        if (signature.path().isPresent()) {
            MerklePath path = signature.path().get();
            message.setMerkleSize(path.size()).setMerkleIndex(path.index());
            for (Octets hash : path.hashes()) {
                message.addMerklePath(bytes(hash));
            }
        }
        return message;
    }

    /** A signature that came, whatever its parts are worth; a Node-ID of a wrong length is as good as another's. */
    public static ValueSignature read(org.p2psip.proto.v1.ValueSignature message) {
        Optional<MerklePath> path = Optional.empty();
        if (message.getMerkleSize() != 0) {
            List<Octets> hashes = new ArrayList<>(message.getMerklePathCount());
            for (ByteString hash : message.getMerklePathList()) {
                hashes.add(octets(hash));
            }
            path = Optional.of(new MerklePath(message.getMerkleSize(), message.getMerkleIndex(), hashes));
        }
        return new ValueSignature(
                octets(message.getCertificateHash()),
                message.getNodeId().size() == NodeId.LENGTH
                        ? Optional.of(new NodeId(octets(message.getNodeId())))
                        : Optional.empty(),
                message.getScheme(),
                octets(message.getSignature()),
                path);
    }

    static ByteString bytes(Octets octets) {
        return UnsafeByteOperations.unsafeWrap(octets.unsafeArray());
    }

    static Octets octets(ByteString bytes) {
        return Octets.wrap(bytes.toByteArray());
    }
}
