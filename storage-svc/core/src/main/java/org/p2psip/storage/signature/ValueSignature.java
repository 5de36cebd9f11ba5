package org.p2psip.storage.signature;

import java.util.Optional;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.batch.MerklePath;

/**
 * A signature as it travels with a value (RFC 6940 section 6.3.4 Signature).
 *
 * @param certificateHash SHA-256 of the signer's certificate, 32 bytes
 * @param nodeId          the Node-ID that signs; absent when the certificate has one only
 * @param scheme          number of a {@link SignatureScheme}
 * @param signature       over the value itself, or over the root of its batch
 * @param path            the value's place in a batch; absent when it was signed alone
 */
public record ValueSignature(
        Octets certificateHash, Optional<NodeId> nodeId, int scheme, Octets signature, Optional<MerklePath> path) {}
