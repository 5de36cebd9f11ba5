package org.p2psip.routing.records;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.ring.Position;

/**
 * Digests of the parts of a range, and of the whole: two stores that have the same in a part have the same digest. A part's
 * digest is the sum of its resources', so the order in which a scan brings them does not matter.
 */
public final class PartDigests {
    private static final Position ZERO = new Position(0, 0);

    private final List<Part> parts = new ArrayList<>();
    private final Position first;
    private final Position[] digests;
    private final int[] resources;

    public PartDigests(Position first, Position last) {
        this.first = first;
        for (RangeParts all = new RangeParts(first, last); all.hasNext(); ) {
            parts.add(all.next());
        }
        digests = new Position[parts.size()];
        Arrays.fill(digests, ZERO);
        resources = new int[parts.size()];
    }

    /** The parts, in their order. */
    public List<Part> parts() {
        return parts;
    }

    /**
     * Adds a resource.
     *
     * @param resource its Resource-ID, within the range
     * @param digest of what the store has of it; empty counts too
     */
    public void add(Position resource, byte[] digest) {
        int part = partOf(resource);
        MessageDigest sha256 = sha256();
        sha256.update(resource.toBytes());
        sha256.update(digest);
        digests[part] = digests[part].plus(Position.ofBytes(sha256.digest()));
        resources[part]++;
    }

    private int partOf(Position key) {
        Position distance = first.distanceTo(key);
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (first.distanceTo(parts.get(middle).last()).compareTo(distance) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The digest of the whole range, 16 bytes. */
    public Position root() {
        Position sum = ZERO;
        for (Position digest : digests) {
            sum = sum.plus(digest);
        }
        return sum;
    }

    /** The digest of a part, 16 bytes; null when nothing is in it. */
    public Position digest(int part) {
        return resources[part] == 0 ? null : digests[part];
    }

    /** Resources in a part. */
    public int resources(int part) {
        return resources[part];
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
