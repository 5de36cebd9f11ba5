/**
 * The stateful proxy (RFC 3261 section 16): where a request goes, its branches, and the response that counts.
 *
 * <p>It must not know who may send what: a request that comes here is allowed.
 */
package org.p2psip.edge.proxy;
