/**
 * Telephone numbers: E.164, the patterns and rules that normalize them, and tables by prefix.
 *
 * <p>It must not know SIP messages or trunks.
 */
package org.p2psip.edge.number;
