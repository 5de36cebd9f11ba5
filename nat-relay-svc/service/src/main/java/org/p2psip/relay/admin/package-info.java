/**
 * What operators ask of a relay over gRPC: status and drain.
 *
 * <p>It must not know who may ask, nor how packets are relayed.
 */
package org.p2psip.relay.admin;
