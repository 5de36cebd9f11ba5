/**
 * What edges and operators ask of a relay over gRPC: media sessions, TURN credentials, its load; status and drain.
 *
 * <p>Generated types stop here. It must not know who may ask, nor how packets are relayed.
 */
package org.p2psip.relay.grpc;
