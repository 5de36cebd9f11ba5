/**
 * Who sent a request, where it goes, and whether the one may reach the other.
 *
 * <p>It must not know transactions' states, bindings, nor how a request is forwarded.
 */
package org.p2psip.edge.policy;
