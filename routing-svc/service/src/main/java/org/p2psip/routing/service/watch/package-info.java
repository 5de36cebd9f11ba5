/**
 * Changes of resources as their site commits them, for those that watch them: here, or through a peer of the site that is
 * responsible. It must not know what a change means, nor may anything but a watch wait for Kafka.
 */
package org.p2psip.routing.service.watch;
