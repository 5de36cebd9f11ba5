package org.p2psip.storage.kind;

import org.p2psip.storage.access.AccessControl;

/**
 * What the overlay's configuration says of a kind (RFC 6940 section 11.1 "kind-block").
 *
 * @param id            Kind-ID, unsigned
 * @param name          as in the IANA registry, or the project's own for private kinds
 * @param model         how its values are named
 * @param access        who may write and read it
 * @param maxEntries    most values that exist at a time, "max-count"
 * @param maxValueBytes longest value, "max-size"
 * @param maxTotalBytes most bytes of keys and values that exist at a time: the quota of whom the resource belongs to
 */
public record KindDefinition(
        int id,
        String name,
        DataModel model,
        AccessControl access,
        int maxEntries,
        int maxValueBytes,
        int maxTotalBytes) {}
