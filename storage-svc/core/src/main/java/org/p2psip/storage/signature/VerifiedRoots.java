package org.p2psip.storage.signature;

import java.util.LinkedHashMap;
import java.util.Map;
import org.p2psip.storage.Octets;
import org.p2psip.storage.batch.BatchRoot;

/**
 * Roots of batches whose signature was verified, the ones used last; so that the records of a batch cost one public-key
 * operation together. The signature's own bytes belong to the key: with others the same root is unverified again.
 * For one thread.
 */
public final class VerifiedRoots {
    private final Map<Verified, Boolean> roots;

    private record Verified(Octets certificateHash, int scheme, BatchRoot root, Octets signature) {}

    /** @param limit most roots that are kept; the one that was not used for longest is forgotten */
    public VerifiedRoots(int limit) {
        roots = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Verified, Boolean> eldest) {
                return size() > limit;
            }
        };
    }

    boolean contains(ValueSignature signature, BatchRoot root) {
        return roots.get(key(signature, root)) != null;
    }

    void add(ValueSignature signature, BatchRoot root) {
        roots.put(key(signature, root), Boolean.TRUE);
    }

    /** How many are kept. */
    public int size() {
        return roots.size();
    }

    private static Verified key(ValueSignature signature, BatchRoot root) {
        return new Verified(signature.certificateHash(), signature.scheme(), root, signature.signature());
    }
}
