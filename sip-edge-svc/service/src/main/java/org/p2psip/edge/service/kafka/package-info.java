/**
 * Events: registrations that others changed come in, call records go out. Kafka may be away at any time.
 *
 * <p>It knows topics and records; it must not know SIP, and never makes the event loop wait.
 */
package org.p2psip.edge.service.kafka;
