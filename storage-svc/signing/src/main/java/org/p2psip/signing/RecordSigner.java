package org.p2psip.signing;

import com.google.protobuf.ByteString;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.p2psip.identity.Identity;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.signature.BatchSigner;
import org.p2psip.storage.signature.SignatureScheme;
import org.p2psip.storage.signature.SignedValue;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.tls.MemberCertificate;

/** Signs writes with the key of a member, as many together as come together. Any thread may use it. */
public final class RecordSigner {
    private final BatchSigner signer;
    private final KindCatalog kinds;
    private final ByteString certificate;

    /**
     * A write to be signed.
     *
     * @param resource where it goes
     * @param write gets the signatures
     */
    public record Unsigned(ResourceId resource, KindWrite.Builder write) {}

    /** @param kinds tell what the keys of a kind are; one that is not there counts as one of the model it looks like */
    public RecordSigner(MemberCertificate member, KindCatalog kinds) {
        SignerCertificate own = SignerCertificate.of(member.certificate(), member.identity());
        this.signer = new BatchSigner(
                own.credential().signer(),
                node(member.identity()),
                member.key() instanceof RSAKey
                        ? SignatureScheme.RSA_PKCS1_SHA256
                        : SignatureScheme.ECDSA_SECP256R1_SHA256,
                member.key());
        this.kinds = kinds;
        this.certificate = SignatureMessages.bytes(own.encoded());
    }

    /** The first where there are several; none is named where there is one only. */
    private static Optional<NodeId> node(Identity identity) {
        return identity.nodeIds().size() == 1
                ? Optional.empty()
                : Optional.of(new NodeId(
                        Octets.wrap(HexFormat.of().parseHex(identity.nodeIds().getFirst()))));
    }

    /**
     * Signs all entries of some writes. An entry that has no storage time gets one.
     *
     * @param writes none of which clears its kind, which nobody can sign
     * @param withCertificate whether the store may not know the certificate yet
     * @param nowMs milliseconds since 1970
     */
    public void sign(List<Unsigned> writes, boolean withCertificate, long nowMs) {
        List<SignedValue> values = new ArrayList<>();
        for (Unsigned unsigned : writes) {
            KindWrite.Builder write = unsigned.write();
            if (write.getClear()) {
                throw new IllegalArgumentException("Clearing a kind cannot be signed");
            }
            for (StoredEntry.Builder entry : write.getEntriesBuilderList()) {
                if (entry.getStorageTimeMs() == 0) {
                    entry.setStorageTimeMs(nowMs);
                }
                values.add(Entries.signed(unsigned.resource(), write.getKind(), entry, kinds));
            }
        }
        List<ValueSignature> signatures = new ArrayList<>(values.size());
        for (int from = 0; from < values.size(); from += BatchSigner.MAX_VALUES) {
            signatures.addAll(
                    signer.sign(values.subList(from, Math.min(values.size(), from + BatchSigner.MAX_VALUES))));
        }
        int next = 0;
        for (Unsigned unsigned : writes) {
            boolean first = true;
            for (StoredEntry.Builder entry : unsigned.write().getEntriesBuilderList()) {
                var message = SignatureMessages.message(signatures.get(next++));
                entry.setSignature(withCertificate && first ? message.setCertificate(certificate) : message);
                first = false;
            }
        }
    }
}
