package org.p2psip.storage.batch;

import java.util.List;
import java.util.Optional;
import org.p2psip.storage.Octets;

/**
 * Where a record stands in its batch, and the hashes that lead from it to the root (RFC 6962 section 2.1.1).
 *
 * @param size   leaves of the batch, 1 to {@link MerkleTree#MAX_LEAVES}
 * @param index  of the record's leaf, 0 to size - 1
 * @param hashes from the leaf upwards, as many as size and index ask for; none when the record is alone
 */
public record MerklePath(int size, int index, List<Octets> hashes) {
    public MerklePath {
        hashes = List.copyOf(hashes);
    }

    /**
     * The root that a record has by this path.
     *
     * @return empty when the path is none: an index beyond the size, too few hashes or too many, or of another length
     */
    public Optional<Octets> root(byte[] record) {
        if (!isPath()) {
            return Optional.empty();
        }
        TreeHash hash = new TreeHash();
        byte[] node = hash.leaf(record);
        int used = 0;
        int at = index;
        for (int level = size; level > 1; level = above(level)) {
            if (hasSibling(at, level)) {
                byte[] sibling = hashes.get(used++).unsafeArray();
                node = (at & 1) == 0 ? hash.node(node, sibling) : hash.node(sibling, node);
            }
            at >>= 1;
        }
        return Optional.of(Octets.wrap(node));
    }

    /**
     * How many hashes the path of a leaf has.
     *
     * @param size  leaves of the batch, 0 or more; one alone has no path
     * @param index of the leaf, 0 to size - 1
     */
    public static int hashes(int size, int index) {
        int hashes = 0;
        int at = index;
        for (int level = size; level > 1; level = above(level)) {
            hashes += hasSibling(at, level) ? 1 : 0;
            at >>= 1;
        }
        return hashes;
    }

    private boolean isPath() {
        if (size < 1 || size > MerkleTree.MAX_LEAVES || index < 0 || index >= size) {
            return false;
        }
        for (Octets hash : hashes) {
            if (hash.length() != TreeHash.LENGTH) {
                return false;
            }
        }
        return hashes.size() == hashes(size, index);
    }

    /** The last of an odd level has none, and goes up as it is. */
    private static boolean hasSibling(int index, int level) {
        return (index ^ 1) < level;
    }

    private static int above(int level) {
        return (level + 1) >> 1;
    }
}
