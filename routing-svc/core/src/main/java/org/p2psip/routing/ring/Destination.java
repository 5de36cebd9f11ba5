package org.p2psip.routing.ring;

/** An entry of a destination list or a via list (RFC 6940 section 6.3.2.2). */
public sealed interface Destination permits NodeId, ResourceId, OpaqueId {}
