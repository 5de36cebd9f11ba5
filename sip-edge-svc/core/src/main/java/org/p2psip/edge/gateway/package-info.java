/**
 * The Gateway Peer: which trunk a call came by, which trunks it may leave by, and how they are doing.
 *
 * <p>It must not know files, sockets, nor how a request is forwarded and answered.
 */
package org.p2psip.edge.gateway;
