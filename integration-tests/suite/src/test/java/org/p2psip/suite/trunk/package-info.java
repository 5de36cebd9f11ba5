/**
 * Calls to and from a carrier, which Kamailio plays: trunks, routes, numbers, limits, and who may not call.
 *
 * <p>It must not know how an edge is made; it changes trunks files and looks at calls.
 */
package org.p2psip.suite.trunk;
