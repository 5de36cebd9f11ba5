/**
 * Phones that are reached over the flow that they opened (RFC 5626): which ones, by what token, and who waits on a flow.
 *
 * <p>It must not know bindings, dialogs, nor how a request is forwarded.
 */
package org.p2psip.edge.outbound;
