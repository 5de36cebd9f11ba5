/**
 * The registrar (RFC 3261 section 10) and the redirect server (section 8.3): what phones say about where they are, and
 * what callers are told of it.
 *
 * <p>It must not know who may register what, nor how the overlay stores it.
 */
package org.p2psip.edge.registrar;
