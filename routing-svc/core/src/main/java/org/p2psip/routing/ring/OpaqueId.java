package org.p2psip.routing.ring;

/**
 * Stands for a part of a via list, and is known only to the peer that made it (RFC 6940 section 6.1.3).
 *
 * @param value what its maker finds that part by
 */
public record OpaqueId(long value) implements Destination {}
