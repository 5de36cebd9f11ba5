/**
 * Real SIP programs: SIPp and baresip, each with its files in a directory of its own.
 *
 * <p>It must not know the node, only the address of a SIP server.
 */
package org.p2psip.suite.program;
