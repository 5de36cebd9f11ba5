/**
 * Globally routable user agent URIs (RFC 5627): names for one phone of a user, made and understood by every edge of a
 * site without anything being stored.
 *
 * <p>It must not know requests, nor where bindings come from.
 */
package org.p2psip.edge.gruu;
