/**
 * Load on a running SIP server: SIPp makes it, /proc says what it cost, a probe how long answers took.
 *
 * <p>It knows servers by address and process only; the edge and its peer are measured in the same way.
 */
package org.p2psip.bench.sip;
