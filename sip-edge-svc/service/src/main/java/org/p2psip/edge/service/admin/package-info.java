/**
 * What operators ask of a running edge over gRPC: status, drain, trunks, message trace.
 *
 * <p>It translates contract and edge into each other; it must not know SIP, nor touch the core off its event loop.
 */
package org.p2psip.edge.service.admin;
