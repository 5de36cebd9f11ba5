/**
 * A member of a cluster of stores: how it finds the others, when it has joined them, and when it may serve.
 *
 * <p>It must not know what a record means, nor how requests come.
 */
package org.p2psip.storage.service.cluster;
