/**
 * Reading where a request is to go and where it has been: our own addresses, Route and its dialog token, loops.
 *
 * <p>It must not know transactions' states, targets or users.
 */
package org.p2psip.edge.route;
