/** The edge as a process: real sockets, a routing peer in memory, no broker. */
package org.p2psip.edge.service;
