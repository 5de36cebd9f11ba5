/**
 * Starts, watches and stops the services of a node: all at once, and none is left when one fails.
 *
 * <p>It must not know command lines or ports (see {@link org.p2psip.cli.node}), nor who asked on which terminal.
 */
package org.p2psip.cli.launch;
