/**
 * One peer of the overlay, made of its parts. It must not know sockets, gRPC, clocks, nor what records contain.
 */
package org.p2psip.routing;
