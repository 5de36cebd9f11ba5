package org.p2psip.storage.batch;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.storage.Octets;

/**
 * The Merkle tree of RFC 6962 section 2.1 over the records of a batch. A level of odd size passes its last hash up as it
 * is, which gives the same tree as the RFC's split at the largest power of two.
 */
public final class MerkleTree {
    /** Most leaves of any tree. */
    public static final int MAX_LEAVES = 1 << 24;

    /** From the leaves to the root, which is alone in its level. */
    private final List<byte[][]> levels = new ArrayList<>();

    /**
     * Hashes a batch.
     *
     * @param records 1 to {@link #MAX_LEAVES}, in the order of their leaves
     */
    public MerkleTree(List<byte[]> records) {
        if (records.isEmpty() || records.size() > MAX_LEAVES) {
            throw new IllegalArgumentException("A tree has 1 to " + MAX_LEAVES + " leaves, not " + records.size());
        }
        TreeHash hash = new TreeHash();
        byte[][] level = new byte[records.size()][];
        for (int i = 0; i < level.length; i++) {
            level[i] = hash.leaf(records.get(i));
        }
        levels.add(level);
        while (level.length > 1) {
            byte[][] above = new byte[(level.length + 1) / 2][];
            for (int i = 0; i < above.length; i++) {
                above[i] = 2 * i + 1 < level.length ? hash.node(level[2 * i], level[2 * i + 1]) : level[2 * i];
            }
            level = above;
            levels.add(level);
        }
    }

    /** How many records there are. */
    public int size() {
        return levels.getFirst().length;
    }

    /** The hash over all of them, 32 bytes. */
    public Octets root() {
        return Octets.wrap(levels.getLast()[0]);
    }

    /**
     * The path from a leaf to the root (RFC 6962 section 2.1.1).
     *
     * @param index 0 to size - 1
     */
    public MerklePath path(int index) {
        List<Octets> hashes = new ArrayList<>(levels.size() - 1);
        int at = index;
        for (byte[][] level : levels) {
            int sibling = at ^ 1;
            if (sibling < level.length) {
                hashes.add(Octets.wrap(level[sibling]));
            }
            at >>= 1;
        }
        return new MerklePath(size(), index, hashes);
    }
}
