/**
 * The relay with TURN clients that others wrote.
 *
 * <p>It knows the relay's ports and settings; it must not know the relay's code.
 */
package org.p2psip.suite.relay;
