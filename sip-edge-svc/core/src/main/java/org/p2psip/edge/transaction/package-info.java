/**
 * The transaction layer (RFC 3261 section 17, RFC 6026): four state machines, their table and their timers.
 *
 * <p>It must not know what a request is for: registrations, targets, calls and users are its callers' business.
 */
package org.p2psip.edge.transaction;
