/**
 * Checks of the Kubernetes manifests that need no cluster: each takes a rendered overlay and lists what is wrong with it. It
 * must not know how kustomize puts an overlay together.
 */
package org.p2psip.k8s;
