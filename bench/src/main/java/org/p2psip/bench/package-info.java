/**
 * What things cost: {@code core} measures the SIP core alone with JMH, {@code sip} a running edge beside a peer.
 *
 * <p>Nothing that runs in a node may depend on it.
 */
package org.p2psip.bench;
