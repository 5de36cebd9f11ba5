/**
 * The SIP edge without I/O: messages, flows and {@code now} go in, {@link org.p2psip.edge.EdgeCommand commands} and
 * the next deadline come out.
 *
 * <p>It knows SIP and what it asks the overlay for; it must not know sockets, gRPC, Kafka or the wall clock.
 */
package org.p2psip.edge;
