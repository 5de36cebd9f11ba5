/**
 * Symmetric recursive routing (RFC 6940 sections 6.1 and 6.2): where a message goes next, the way back of its answer,
 * repetitions at both ends. It must not know why the ring looks as it does.
 */
package org.p2psip.routing.forward;
