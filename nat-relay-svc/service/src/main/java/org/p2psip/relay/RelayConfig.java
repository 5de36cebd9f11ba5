package org.p2psip.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.InetAddress;

/** What a relay is configured with; meaning, units and defaults of the keys stand in {@code application.yaml}. */
@ConfigMapping(prefix = "p2psip")
public interface RelayConfig {
    @WithConverter(IpAddressConverter.class)
    InetAddress listen();

    Stun stun();

    Http http();

    /** STUN over UDP. */
    interface Stun {
        @WithConverter(PortConverter.class)
        int port();

        RateLimit rateLimit();
    }

    /** How often a source gets an answer. */
    interface RateLimit {
        @WithConverter(CountConverter.class)
        int requestsPerSecond();

        @WithConverter(CountConverter.class)
        int burst();

        @WithConverter(CountConverter.class)
        int sources();
    }

    /** Health and metrics. */
    interface Http {
        @WithConverter(PortConverter.class)
        int port();
    }
}
