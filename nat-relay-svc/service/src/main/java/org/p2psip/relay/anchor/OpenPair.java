package org.p2psip.relay.anchor;

import org.p2psip.relay.media.PortPair;

/**
 * Two sockets that are bound.
 *
 * @param ports as others reach them
 */
record OpenPair(PortPair ports, MediaSocket rtp, MediaSocket rtcp) {}
