/** Tests of the DNS client against a name server on loopback. */
package org.p2psip.edge.service.dns;
