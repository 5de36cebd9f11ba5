/**
 * Thousands of peers in one thread: the routing core on a virtual clock and a seeded network with delay, loss, crashes and
 * partitions. It must not know how the core works inside; it sees commands and tables only.
 */
package org.p2psip.bench.overlay;
