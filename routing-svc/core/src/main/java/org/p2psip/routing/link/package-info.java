/**
 * The connection table (RFC 6940 section 10.1): links to other peers, whether these are alive, and whom not to believe
 * others about. It must not know the ring.
 */
package org.p2psip.routing.link;
