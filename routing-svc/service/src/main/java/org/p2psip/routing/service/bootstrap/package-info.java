/**
 * Where the overlay begins for others: answers Discover over gRPC, and calls of neighbors over UDP. It must not know how
 * the ring is kept.
 */
package org.p2psip.routing.service.bootstrap;
