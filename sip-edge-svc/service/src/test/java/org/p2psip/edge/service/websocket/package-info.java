/** WebSockets over real sockets. */
package org.p2psip.edge.service.websocket;
