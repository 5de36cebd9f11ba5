/**
 * What this peer tells of the ring on Kafka: hints, which nobody may need. It must not know who listens, and must never
 * hold up anything else.
 */
package org.p2psip.routing.service.events;
