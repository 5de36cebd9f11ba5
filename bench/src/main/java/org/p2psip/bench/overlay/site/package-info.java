/**
 * Records in the simulation: each peer a site of its own, with a small store in memory and the code that moves records in
 * the service. It must not know how the ring is kept.
 */
package org.p2psip.bench.overlay.site;
