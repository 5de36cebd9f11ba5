package org.p2psip.storage.kind;

/**
 * What the overlay's configuration says of a kind (RFC 6940 section 11.1 "kind-block").
 *
 * @param id            Kind-ID, unsigned
 * @param name          as in the IANA registry, or the project's own for private kinds
 * @param model         how its values are named
 * @param maxEntries    most values that exist at a time
 * @param maxValueBytes longest value
 */
public record KindDefinition(int id, String name, DataModel model, int maxEntries, int maxValueBytes) {}
