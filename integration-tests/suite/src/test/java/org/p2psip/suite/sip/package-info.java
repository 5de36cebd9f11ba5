/**
 * A small SIP client over UDP, for what no phone sends: broken messages, wrong passwords, other users' names.
 *
 * <p>It must not know the node; it is no SIP stack and shares no code with the edge.
 */
package org.p2psip.suite.sip;
