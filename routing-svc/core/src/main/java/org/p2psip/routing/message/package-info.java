/**
 * The messages between peers, with the meaning of RFC 6940 and without its bytes. It must not know links, nor what the
 * payload of a Store or Fetch says.
 */
package org.p2psip.routing.message;
