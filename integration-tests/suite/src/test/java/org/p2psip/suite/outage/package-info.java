/**
 * The node with a service down, killed or restarted.
 *
 * <p>It must not know which test ran before: every class brings the node up again first.
 */
package org.p2psip.suite.outage;
