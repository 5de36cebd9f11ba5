/**
 * This peer: its Node-ID, its place on the ring, and what it tells others of both. It must not know the operations of
 * clients.
 */
package org.p2psip.routing.service.peer;
