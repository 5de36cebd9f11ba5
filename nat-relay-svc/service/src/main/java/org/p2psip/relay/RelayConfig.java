package org.p2psip.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.p2psip.tls.service.TlsProperties;

/** What a relay is configured with; meaning, units and defaults of the keys stand in {@code application.yaml}. */
@ConfigMapping(prefix = "p2psip")
public interface RelayConfig {
    @WithConverter(IpAddressConverter.class)
    InetAddress listen();

    String data();

    Grpc grpc();

    TlsProperties tls();

    Stun stun();

    Turn turn();

    Media media();

    Http http();

    /** For operators. */
    interface Grpc {
        @WithConverter(IpAddressConverter.class)
        InetAddress listen();

        @WithConverter(PortConverter.class)
        int port();
    }

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

    /** TURN; {@link org.p2psip.relay.settings.TurnSettings} checks what a converter cannot. */
    interface Turn {
        String realm();

        Optional<String> secretFile();

        Optional<String> usersFile();

        Optional<List<String>> relayAddresses();

        Optional<List<String>> advertisedAddresses();

        Ports ports();

        @WithConverter(WholeNumber.class)
        int eventLoops();

        @WithConverter(WholeNumber.class)
        int nonceSeconds();

        Lifetime lifetime();

        Quota quota();

        Peers peers();

        Optional<List<String>> alternateServers();

        @WithConverter(CountConverter.class)
        int connections();

        Tls tls();

        @WithConverter(WholeNumber.class)
        int drainSeconds();
    }

    /** TURN over TLS; on when there is a certificate. */
    interface Tls {
        @WithConverter(PortConverter.class)
        int port();

        Optional<String> certificate();

        Optional<String> key();
    }

    /** The range of relayed ports. */
    interface Ports {
        @WithConverter(WholeNumber.class)
        int first();

        @WithConverter(WholeNumber.class)
        int last();
    }

    /** How long allocations live. */
    interface Lifetime {
        @WithConverter(WholeNumber.class)
        int defaultSeconds();

        @WithConverter(WholeNumber.class)
        int maxSeconds();
    }

    /** How much there may be of everything. */
    interface Quota {
        @WithConverter(CountConverter.class)
        int allocations();

        @WithConverter(CountConverter.class)
        int allocationsPerUser();

        @WithConverter(CountConverter.class)
        int permissions();

        @WithConverter(CountConverter.class)
        int channels();

        @WithConverter(CountConverter.class)
        int peerConnections();

        @WithConverter(WholeNumber.class)
        int kilobitsPerSecond();
    }

    /** Whom clients may reach. */
    interface Peers {
        Optional<List<String>> allowed();

        Optional<List<String>> denied();

        Optional<List<String>> alsoDenied();
    }

    /** Media sessions. */
    interface Media {
        @WithConverter(CountConverter.class)
        int sessions();

        @WithConverter(CountConverter.class)
        int answerSeconds();

        @WithConverter(CountConverter.class)
        int silenceSeconds();

        @WithConverter(CountConverter.class)
        int holdSeconds();
    }

    /** Health and metrics. */
    interface Http {
        @WithConverter(PortConverter.class)
        int port();
    }

    /** Any number that is not below zero; which of them makes sense is checked with the others. */
    final class WholeNumber extends WholeNumberConverter {
        private static final long serialVersionUID = 1L;

        public WholeNumber() {
            super(0, 999_999_999);
        }
    }
}
