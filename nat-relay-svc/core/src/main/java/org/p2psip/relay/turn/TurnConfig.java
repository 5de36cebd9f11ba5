package org.p2psip.relay.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.p2psip.relay.turn.attribute.AddressFamily;

/**
 * What an operator decides about TURN.
 *
 * @param advertised the relay's addresses as peers reach them, which may not be those it binds: a family that is missing
 *     is not served
 * @param alternates where clients are sent that find no room here; may be empty
 */
public record TurnConfig(
        Limits limits, Map<AddressFamily, InetAddress> advertised, Map<AddressFamily, InetSocketAddress> alternates) {
    public TurnConfig {
        advertised = Map.copyOf(advertised);
        alternates = Map.copyOf(alternates);
    }

    /**
     * @param defaultLifetimeSeconds of an allocation whose client asks for no more (RFC 8656 section 3.2: 600)
     * @param maxLifetimeSeconds of one whose client does (RFC 8656 section 7.2: 3600)
     * @param permissions that an allocation may have, at least 1
     * @param channels that an allocation may have, at least 1
     * @param connections with peers that a TCP allocation may have, at least 1
     * @param octetsPerSecond that an allocation may relay, both directions together; 0 for as many as come
     */
    public record Limits(
            long defaultLifetimeSeconds,
            long maxLifetimeSeconds,
            int permissions,
            int channels,
            int connections,
            long octetsPerSecond) {
        public Limits {
            if (defaultLifetimeSeconds < 1
                    || maxLifetimeSeconds < defaultLifetimeSeconds
                    || permissions < 1
                    || channels < 1
                    || connections < 1
                    || octetsPerSecond < 0) {
                throw new IllegalArgumentException("Out of bounds: lifetimes of " + defaultLifetimeSeconds + " and "
                        + maxLifetimeSeconds + " s, " + permissions + " permissions, " + channels + " channels, "
                        + connections + " connections, " + octetsPerSecond + " octets per second");
            }
        }
    }
}
