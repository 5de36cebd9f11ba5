package org.p2psip.routing.service.compare;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2psip.proto.v1.ScannedResource;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.handover.RangeParts;
import org.p2psip.routing.service.handover.RangeParts.Part;

/**
 * Digests of the parts of a range, and of the whole: two stores that have the same in a part have the same digest. A part's
 * digest is the sum of its resources', so the order in which a scan brings them does not matter.
 */
final class PartDigests {
    private static final Position ZERO = new Position(0, 0);

    private final List<Part> parts = new ArrayList<>();
    private final Position first;
    private final Position[] digests;
    private final int[] resources;

    PartDigests(Position first, Position last) {
        this.first = first;
        for (RangeParts all = new RangeParts(first, last); all.hasNext(); ) {
            parts.add(all.next());
        }
        digests = new Position[parts.size()];
        Arrays.fill(digests, ZERO);
        resources = new int[parts.size()];
    }

    List<Part> parts() {
        return parts;
    }

    /** Adds what a scan brought, with digests only. */
    void add(ScannedResource resource) {
        byte[] id = resource.getResource().getResourceId().toByteArray();
        int part = partOf(Position.ofBytes(id));
        MessageDigest sha256 = sha256();
        sha256.update(id);
        sha256.update(resource.getDigest().asReadOnlyByteBuffer());
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

    /** The digest of the whole range. */
    ByteString root() {
        Position sum = ZERO;
        for (Position digest : digests) {
            sum = sum.plus(digest);
        }
        return ByteString.copyFrom(sum.toBytes());
    }

    /** The digest of a part, empty when nothing is in it. */
    ByteString digest(int part) {
        return resources[part] == 0 ? ByteString.EMPTY : ByteString.copyFrom(digests[part].toBytes());
    }

    int resources(int part) {
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
