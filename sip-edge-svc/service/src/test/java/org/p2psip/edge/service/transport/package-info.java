/** SIP's transports with real sockets on loopback. */
package org.p2psip.edge.service.transport;
