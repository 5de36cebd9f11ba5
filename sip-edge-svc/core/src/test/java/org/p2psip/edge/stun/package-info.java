/** STUN as bytes: vectors of RFC 5769, and what is no request. */
package org.p2psip.edge.stun;
