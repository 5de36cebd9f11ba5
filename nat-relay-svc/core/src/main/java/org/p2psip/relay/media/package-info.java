/**
 * Media sessions that an edge steers: offers and answers go in, descriptions with the relay's addresses come out, and each
 * packet finds its way by what was learned. Without I/O. It must not know SIP, nor how sockets are opened.
 */
package org.p2psip.relay.media;
