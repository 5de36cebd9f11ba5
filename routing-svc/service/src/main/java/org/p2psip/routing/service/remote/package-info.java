/**
 * Operations on records and messages to nodes that other peers answer, and those that this peer answers for others. It
 * must not know streams of clients, nor how the ring is kept.
 */
package org.p2psip.routing.service.remote;
