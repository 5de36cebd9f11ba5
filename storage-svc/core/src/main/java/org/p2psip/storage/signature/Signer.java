package org.p2psip.storage.signature;

import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;

/** A certificate as far as signatures need it. That it is trusted and not revoked is known before one of these is made. */
public final class Signer {
    private final SignerIdentity certificate;
    private final PublicKey key;
    private final long notBeforeMs;
    private final long notAfterMs;
    private final List<NodeId> nodeIds;
    private final Map<NodeId, SignerIdentity> identities = new HashMap<>();

    /**
     * Hashes the certificate once for all signatures of it.
     *
     * @param certificate DER-encoded
     * @param nodeIds     those in the certificate
     * @param notBeforeMs when it becomes valid, milliseconds since 1970
     * @param notAfterMs  when it stops to be valid
     */
    public Signer(byte[] certificate, PublicKey key, List<NodeId> nodeIds, long notBeforeMs, long notAfterMs) {
        this.certificate = SignerIdentity.certHash(certificate);
        this.key = key;
        this.nodeIds = List.copyOf(nodeIds);
        this.notBeforeMs = notBeforeMs;
        this.notAfterMs = notAfterMs;
        for (NodeId nodeId : nodeIds) {
            identities.put(
                    nodeId,
                    nodeIds.size() == 1 ? this.certificate : SignerIdentity.certHashNodeId(nodeId, certificate));
        }
    }

    /** SHA-256 of the certificate. */
    public Octets certificateHash() {
        return certificate.hash();
    }

    PublicKey key() {
        return key;
    }

    boolean isValidAt(long nowMs) {
        return nowMs >= notBeforeMs && nowMs <= notAfterMs;
    }

    /**
     * The Node-ID that a signature names, or the only one of the certificate where it names none.
     *
     * @return empty when the certificate does not have it, or has not exactly one
     */
    public Optional<NodeId> node(Optional<NodeId> named) {
        if (named.isPresent()) {
            return named.filter(identities::containsKey);
        }
        return nodeIds.size() == 1 ? Optional.of(nodeIds.getFirst()) : Optional.empty();
    }

    /**
     * How this signer appears in signed bytes (RFC 6940 section 6.3.4): by the certificate when that has one Node-ID,
     * else by Node-ID and certificate.
     *
     * @param named what the signature names
     * @return empty as {@link #node}
     */
    public Optional<SignerIdentity> identity(Optional<NodeId> named) {
        return node(named).map(identities::get);
    }
}
