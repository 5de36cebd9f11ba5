/**
 * The contract's messages between peers, made of the core's and back. It must not know links, nor what the payload of a
 * Store or Fetch says.
 */
package org.p2psip.routing.service.message;
