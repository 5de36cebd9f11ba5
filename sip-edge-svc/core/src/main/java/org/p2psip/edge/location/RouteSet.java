package org.p2psip.edge.location;

import java.util.List;
import org.p2psip.edge.Binding;

/**
 * The bindings of an AOR as far as the edge knows.
 *
 * @param bindings none of them expired; their time to live counts from now
 * @param cached whether it was known already, and may be some seconds old
 */
public record RouteSet(List<Binding> bindings, boolean cached) {}
