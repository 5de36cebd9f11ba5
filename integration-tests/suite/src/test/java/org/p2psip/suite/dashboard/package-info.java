/**
 * The Grafana dashboard of the manifests against what running services expose.
 *
 * <p>It must not know how Grafana draws, nor what a value means.
 */
package org.p2psip.suite.dashboard;
