/**
 * What operators and Kubernetes see of a relay: health and metrics.
 *
 * <p>It reads the state of the sockets and never changes it.
 */
package org.p2psip.relay.operation;
