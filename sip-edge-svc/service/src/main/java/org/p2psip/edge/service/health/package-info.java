/**
 * Whether the edge lives and serves, as Kubernetes and the launcher ask it.
 *
 * <p>It asks as a phone would, over the network; it must not make the event loop wait.
 */
package org.p2psip.edge.service.health;
