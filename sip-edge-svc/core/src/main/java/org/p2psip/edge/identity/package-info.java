/**
 * Who a call is said to be from: asserted identities (RFC 3325) and what callers want hidden (RFC 3323).
 *
 * <p>It must not know trunks, nor how users prove who they are.
 */
package org.p2psip.edge.identity;
