/**
 * JMH benchmarks of what the storage core does for every record.
 *
 * <p>They use the core's public classes only, as a service does.
 */
package org.p2psip.bench.record;
