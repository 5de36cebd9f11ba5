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
    /** Most hashes of a path: levels of the largest tree below its root. */
    public static final int MAX_HASHES = 24;

    public MerklePath {
        hashes = List.copyOf(hashes);
    }

    /**
     * The root that a record has by this path.
     *
     * @return empty when the path is none: an index beyond the size, too few hashes or too many, or of another length
     */
    public Optional<Octets> root(byte[] record) {
        if (size < 1 || size > MerkleTree.MAX_LEAVES || index < 0 || index >= size) {
            return Optional.empty();
        }
        TreeHash hash = new TreeHash();
        byte[] node = hash.leaf(record);
        int used = 0;
        int at = index;
        for (int level = size; level > 1; level = (level + 1) >> 1) {
            if ((at ^ 1) < level) {
                if (used == hashes.size() || hashes.get(used).length() != TreeHash.LENGTH) {
                    return Optional.empty();
                }
                byte[] sibling = hashes.get(used++).unsafeArray();
                node = (at & 1) == 0 ? hash.node(node, sibling) : hash.node(sibling, node);
            }
            at >>= 1;
        }
        return used == hashes.size() ? Optional.of(Octets.wrap(node)) : Optional.empty();
    }
}
