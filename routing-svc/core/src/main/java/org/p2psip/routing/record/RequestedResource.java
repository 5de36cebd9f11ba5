package org.p2psip.routing.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;

/** The resource that a request names, by its name, its Resource-ID, or both. */
public sealed interface RequestedResource {
    /** Longest resource name, bytes of UTF-8. */
    int NAME_LIMIT = 512;

    /** The request names this resource. */
    record Resolved(ResourceId id) implements RequestedResource {}

    /** The request names none, or two. */
    record Unresolved(Verdict.Refused refusal) implements RequestedResource {}

    /**
     * Finds the Resource-ID (RFC 6940 section 10.2).
     *
     * @param name resource name, or empty
     * @param id the 16 bytes of the Resource-ID, or none; with a name they must agree
     */
    static RequestedResource resolve(String name, byte[] id) {
        if (id.length != 0 && id.length != Position.BYTES) {
            return unresolved("resource_id has " + id.length + " bytes, expected 16");
        }
        if (name.isEmpty()) {
            return id.length == 0
                    ? unresolved("the resource has neither name nor resource_id, expected one of them")
                    : new Resolved(ResourceId.ofBytes(id));
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > NAME_LIMIT) {
            return unresolved(
                    "the resource name has " + utf8.length + " bytes, at most " + NAME_LIMIT + " are allowed");
        }
        ResourceId computed = ResourceId.ofName(utf8);
        if (id.length != 0 && !Arrays.equals(id, computed.toBytes())) {
            return unresolved("resource_id " + ResourceId.ofBytes(id) + " is not that of the name '"
                    + Quote.shorten(name) + "', which is " + computed);
        }
        return new Resolved(computed);
    }

    private static Unresolved unresolved(String message) {
        return new Unresolved(new Verdict.Refused(Verdict.Reason.INVALID_MESSAGE, message));
    }
}
