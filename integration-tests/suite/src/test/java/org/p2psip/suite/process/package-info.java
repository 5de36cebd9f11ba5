/**
 * Processes, ports and waiting: what every other part of the suite starts programs and waits with.
 *
 * <p>It must not know SIP or the node.
 */
package org.p2psip.suite.process;
