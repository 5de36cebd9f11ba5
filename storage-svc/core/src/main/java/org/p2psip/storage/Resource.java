package org.p2psip.storage;

import java.nio.charset.StandardCharsets;

/**
 * What a record is about.
 *
 * @param id   where it lies on the ring
 * @param name resource name, "alice@example.org"; empty when nobody said it
 */
public record Resource(ResourceId id, String name) {
    /** Longest name in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 512;

    /** What came of a name and a Resource-ID that were sent together. */
    public sealed interface Checked {}

    public record Valid(Resource resource) implements Checked {}

    /** @param reason what was wrong and what would be right */
    public record Invalid(String reason) implements Checked {}

    /**
     * Checks what a request names: at least one of both, and where both are there they must agree.
     *
     * @param name empty when absent
     * @param id   16 bytes, or empty when absent
     */
    public static Checked check(String name, Octets id) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return new Invalid("resource.name has more than " + MAX_NAME_BYTES + " bytes of UTF-8");
        }
        if (id.isEmpty()) {
            return name.isEmpty()
                    ? new Invalid("resource has neither name nor resource_id; one of them is needed")
                    : new Valid(new Resource(ResourceId.of(name), name));
        }
        if (id.length() != ResourceId.LENGTH) {
            return new Invalid("resource.resource_id has " + id.length() + " bytes; it has 16 or is empty");
        }
        ResourceId given = new ResourceId(id);
        if (!name.isEmpty() && !ResourceId.of(name).equals(given)) {
            return new Invalid("resource.resource_id " + given + " is not that of the name \"" + name + "\", which is "
                    + ResourceId.of(name));
        }
        return new Valid(new Resource(given, name));
    }
}
