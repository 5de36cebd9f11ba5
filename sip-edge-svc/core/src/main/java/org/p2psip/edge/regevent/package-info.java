/**
 * The registration event package (RFC 3680, as a notifier by RFC 6665): who subscribed to a user's registrations, and the
 * NOTIFYs on their changes.
 *
 * <p>It must not know who may subscribe, nor where bindings come from.
 */
package org.p2psip.edge.regevent;
