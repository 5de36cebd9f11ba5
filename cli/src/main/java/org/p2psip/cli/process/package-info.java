/**
 * Processes, ports and logs of this machine: who runs, who listens, who is ready, what was written last.
 *
 * <p>It reads /proc and sockets (Linux); it must not know which services a node has, nor their settings.
 */
package org.p2psip.cli.process;
