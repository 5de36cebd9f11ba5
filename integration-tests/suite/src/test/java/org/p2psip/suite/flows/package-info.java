/**
 * Calls to and from phones that are reached over the flow that they registered by: behind a NAT, or at another edge.
 *
 * <p>It must not know how an edge finds a flow; it makes networks and edges, calls, and looks at what phones got.
 */
package org.p2psip.suite.flows;
