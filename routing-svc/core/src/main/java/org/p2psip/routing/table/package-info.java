/**
 * Whom a peer knows (RFC 6940 section 10.1): neighbors, fingers, peers of its own site, and who of them is the next hop
 * to a position. It must not know links, messages or time.
 */
package org.p2psip.routing.table;
