/**
 * The pods of the Kubernetes manifests as processes of this machine, beside a stand-in for the cluster's API server.
 *
 * <p>It must not know what the manifests say of networks, storage classes or nodes.
 */
package org.p2psip.suite.cluster;
