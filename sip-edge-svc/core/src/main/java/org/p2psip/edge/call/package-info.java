/**
 * Calls as their records see them: when they were tried, answered and ended.
 *
 * <p>It must not know how a request is routed, nor where records go.
 */
package org.p2psip.edge.call;
