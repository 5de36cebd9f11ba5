/**
 * Clients that are attached to this peer and take messages (RFC 6940 section 3.2.1): which stream leads to whom, and what
 * waits for their answers. It must not know how a message gets here, nor what it says.
 */
package org.p2psip.routing.service.attached;
