/**
 * The commands as they are typed: options, messages, tables and exit codes.
 *
 * <p>It must not know how processes are run or what gRPC is: {@link org.p2psip.cli.launch} and {@link
 * org.p2psip.cli.overlay} do.
 */
package org.p2psip.cli.command;
