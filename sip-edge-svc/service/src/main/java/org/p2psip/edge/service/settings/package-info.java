/**
 * What the edge is configured with: the tree of {@code p2psip.*} keys, and what it means once it is checked.
 *
 * <p>Each refusal names the key, the value and what is allowed; nothing here opens a socket.
 */
package org.p2psip.edge.service.settings;
