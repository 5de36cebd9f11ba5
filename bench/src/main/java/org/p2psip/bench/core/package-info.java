/**
 * JMH benchmarks of what the SIP core does for every message.
 *
 * <p>They use the core's public classes only, as a service does.
 */
package org.p2psip.bench.core;
