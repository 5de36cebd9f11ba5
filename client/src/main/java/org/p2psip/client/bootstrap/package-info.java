/**
 * Finds peers of an overlay: does what {@code org.p2psip.routing.bootstrap} decides, over gRPC, DNS and UDP. It must not
 * know what the peers are wanted for.
 */
package org.p2psip.client.bootstrap;
