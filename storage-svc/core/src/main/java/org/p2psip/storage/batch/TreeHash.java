package org.p2psip.storage.batch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes of RFC 6962 section 2.1, SHA-256 of 32 bytes each. Their prefixes differ, so that a node can never be
 * passed off as a leaf, nor a leaf as a node.
 */
final class TreeHash {
    static final int LENGTH = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256;

    TreeHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    byte[] leaf(byte[] record) {
        sha256.update(LEAF);
        return sha256.digest(record);
    }

    byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }
}
