/**
 * What the operator wants of TURN, checked, and the files with its users.
 *
 * <p>It makes the parts of the core from the configuration; it must not know sockets.
 */
package org.p2psip.relay.settings;
