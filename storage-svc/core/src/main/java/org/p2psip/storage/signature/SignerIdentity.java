package org.p2psip.storage.signature;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;

/**
 * The SignerIdentity of RFC 6940 section 6.3.4: which certificate a signature is of, and, where that has several
 * Node-IDs, which of them signs. Hashes are SHA-256.
 *
 * @param type how the hash came about
 * @param hash 32 bytes
 */
public record SignerIdentity(Type type, Octets hash) {
    /** SignerIdentityType; "none" (3) stands in values that a store synthesizes, never in one that is written. */
    public enum Type {
        /** H(certificate): the certificate has one Node-ID. */
        CERT_HASH(1),
        /** H(Node-ID || certificate): it has several. */
        CERT_HASH_NODE_ID(2);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** HashAlgorithm of TLS 1.2 (RFC 5246 section 7.4.1.4.1). */
    private static final byte SHA256 = 4;

    /** @param certificate DER-encoded */
    static SignerIdentity certHash(byte[] certificate) {
        return new SignerIdentity(Type.CERT_HASH, Octets.wrap(sha256().digest(certificate)));
    }

    /** @param certificate DER-encoded */
    static SignerIdentity certHashNodeId(NodeId nodeId, byte[] certificate) {
        MessageDigest digest = sha256();
        digest.update(nodeId.octets().unsafeArray());
        return new SignerIdentity(Type.CERT_HASH_NODE_ID, Octets.wrap(digest.digest(certificate)));
    }

    /** Length in bytes of {@link #putTo}. */
    int length() {
        return 1 + Short.BYTES + 1 + 1 + hash.length();
    }

    /** identity_type, length, then hash_alg and the hash with its length in one byte. */
    void putTo(ByteBuffer out) {
        out.put((byte) type.number).putShort((short) (1 + 1 + hash.length()));
        out.put(SHA256).put((byte) hash.length()).put(hash.unsafeArray());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
