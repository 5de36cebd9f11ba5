/**
 * The identifier space of CHORD-RELOAD (RFC 6940 section 10): positions on the ring, Node-IDs, Resource-IDs, and who
 * is responsible for what. It must not know how peers are reached, nor what records contain.
 */
package org.p2psip.routing.ring;
