/**
 * What the command does in a Kubernetes cluster that no manifest can say. It must not know of nodes on this machine, nor of
 * the overlay's protocols.
 */
package org.p2psip.cli.cluster;
