/**
 * The edge as a client of the overlay: one long-lived stream to a routing peer, operations in batches.
 *
 * <p>It knows the contract and the edge's commands, and is where both meet; it must not know SIP.
 */
package org.p2psip.edge.service.overlay;
