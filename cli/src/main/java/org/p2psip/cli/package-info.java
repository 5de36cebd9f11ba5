/**
 * The p2psip command: its entry, exit codes and how a command fails.
 *
 * <p>It must not know what single commands do.
 */
package org.p2psip.cli;
