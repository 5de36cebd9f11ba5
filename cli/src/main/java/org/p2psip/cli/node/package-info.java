/**
 * A node on this machine as it was asked for and as it was started: settings, addresses, command lines, node.json.
 *
 * <p>It must not know how processes are watched, nor what the services speak.
 */
package org.p2psip.cli.node;
