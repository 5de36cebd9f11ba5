package org.p2psip.relay.settings;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.NetUtil;
import jakarta.inject.Singleton;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.stun.auth.LongTermCredentials;
import org.p2psip.relay.stun.auth.Nonces;
import org.p2psip.relay.stun.binding.SourceRateLimit;
import org.p2psip.relay.turn.TurnCommons;
import org.p2psip.relay.turn.TurnConfig;
import org.p2psip.relay.turn.TurnConfig.Limits;
import org.p2psip.relay.turn.TurnCounts;
import org.p2psip.relay.turn.TurnServer;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.policy.AddressRange;
import org.p2psip.relay.turn.policy.PeerPolicy;
import org.p2psip.relay.turn.policy.PendingConnections;
import org.p2psip.relay.turn.policy.Quotas;
import org.p2psip.relay.turn.policy.RelayPorts;
import org.p2psip.relay.turn.policy.Reservations;

/** What the operator wants of TURN, checked. TURN is on when there is a file with secrets or users. */
@Singleton
public class TurnSettings {
    /** Files and sockets that the service has open beside those of allocations. */
    private static final int OTHER_FILES = 500;

    private static final int NONCE_SECRET_OCTETS = 32;
    private static final int OCTETS_PER_KILOBIT = 125;

    private final RelayConfig.Turn config;
    private final Map<AddressFamily, InetAddress> relayAddresses;
    private final Optional<CredentialFiles> files;
    private final TurnCommons commons;
    private final byte[] nonceSecret = new byte[NONCE_SECRET_OCTETS];

    TurnSettings(RelayConfig relay) {
        this.config = relay.turn();
        this.relayAddresses = config.relayAddresses()
                .map(texts -> RelayAddresses.parse("p2psip.turn.relay-addresses", texts))
                .orElseGet(() -> RelayAddresses.of(relay.listen()));
        Optional<Path> secretFile = config.secretFile().map(Path::of);
        Optional<Path> usersFile = config.usersFile().map(Path::of);
        String realm = config.realm().strip();
        if (realm.isEmpty() || realm.length() > 128) {
            throw new SettingRefused("p2psip.turn.realm", config.realm(), "1 to 128 characters, such as example.org");
        }
        this.files = secretFile.isPresent() || usersFile.isPresent()
                ? Optional.of(new CredentialFiles(realm, secretFile, usersFile))
                : Optional.empty();
        SecureRandom random = new SecureRandom();
        random.nextBytes(nonceSecret);
        checkFiles();
        this.commons = commons(relay.listen(), random);
    }

    private TurnCommons commons(InetAddress listen, SecureRandom random) {
        Map<AddressFamily, InetAddress> advertised = config.advertisedAddresses()
                .map(texts -> RelayAddresses.parse("p2psip.turn.advertised-addresses", texts))
                .orElse(relayAddresses);
        if (!relayAddresses.keySet().equals(advertised.keySet())) {
            throw new SettingRefused(
                    "p2psip.turn.advertised-addresses",
                    advertised.values(),
                    "one for each of the families of " + relayAddresses.values());
        }
        Map<AddressFamily, RelayPorts> ports = new EnumMap<>(AddressFamily.class);
        int first = config.ports().first();
        int last = config.ports().last();
        if (first < 1_024 || last > 65_535 || first > last) {
            throw new SettingRefused("p2psip.turn.ports", first + " to " + last, "a range within 1024 to 65535");
        }
        relayAddresses.keySet().forEach(family -> ports.put(family, new RelayPorts(first, last, random)));
        return new TurnCommons(
                new TurnConfig(limits(), advertised, alternates()),
                policy(listen, advertised),
                new Quotas(config.quota().allocations(), config.quota().allocationsPerUser()),
                ports,
                new Reservations(random),
                new PendingConnections(random),
                random,
                new TurnCounts(),
                new AtomicBoolean());
    }

    private Limits limits() {
        RelayConfig.Lifetime lifetime = config.lifetime();
        if (lifetime.defaultSeconds() < 1 || lifetime.maxSeconds() < lifetime.defaultSeconds()) {
            throw new SettingRefused(
                    "p2psip.turn.lifetime",
                    lifetime.defaultSeconds() + " and " + lifetime.maxSeconds(),
                    "a default of 1 s or more, and a longest that is not shorter");
        }
        return new Limits(
                lifetime.defaultSeconds(),
                lifetime.maxSeconds(),
                config.quota().permissions(),
                config.quota().channels(),
                config.quota().peerConnections(),
                (long) config.quota().kilobitsPerSecond() * OCTETS_PER_KILOBIT);
    }

    /** Loopback is nobody's business from elsewhere, and everybody's on a node that listens nowhere else. */
    private PeerPolicy policy(InetAddress listen, Map<AddressFamily, InetAddress> advertised) {
        List<AddressRange> allowed =
                new ArrayList<>(ranges("allowed", config.peers().allowed()));
        List<InetAddress> own = new ArrayList<>(relayAddresses.values());
        own.addAll(advertised.values());
        own.forEach(address -> allowed.add(AddressRange.parse(address.getHostAddress())));
        if (listen.isLoopbackAddress()) {
            allowed.add(AddressRange.parse("127.0.0.0/8"));
            allowed.add(AddressRange.parse("::1/128"));
        }
        List<AddressRange> denied = new ArrayList<>(
                config.peers().denied().isPresent()
                        ? ranges("denied", config.peers().denied())
                        : PeerPolicy.DENIED_BY_DEFAULT);
        denied.addAll(ranges("also-denied", config.peers().alsoDenied()));
        return new PeerPolicy(allowed, denied);
    }

    private static List<AddressRange> ranges(String key, Optional<List<String>> texts) {
        try {
            return texts.orElse(List.of()).stream().map(AddressRange::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new SettingRefused("p2psip.turn.peers." + key, String.join(",", texts.orElseThrow()), e.getMessage());
        }
    }

    private Map<AddressFamily, InetSocketAddress> alternates() {
        Map<AddressFamily, InetSocketAddress> alternates = new EnumMap<>(AddressFamily.class);
        for (String text : config.alternateServers().orElse(List.of())) {
            int colon = text.lastIndexOf(':');
            String host =
                    colon < 0 ? text : text.substring(0, colon).replace("[", "").replace("]", "");
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
            if (colon < 0 || address == null || !text.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
                throw new SettingRefused(
                        "p2psip.turn.alternate-servers",
                        text,
                        "address and port, such as 192.0.2.1:3478 or [2001:db8::1]:3478");
            }
            int port = Integer.parseInt(text.substring(colon + 1));
            alternates.put(AddressFamily.of(address), new InetSocketAddress(address, Math.min(port, 65_535)));
        }
        return alternates;
    }

    /** Each allocation has a socket for each family: running out of them in the middle of the day would hit everybody. */
    private void checkFiles() {
        if (isOn() && ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long room = unix.getMaxFileDescriptorCount() - OTHER_FILES;
            if (config.quota().allocations() > room) {
                throw new SettingRefused(
                        "p2psip.turn.quota.allocations",
                        config.quota().allocations(),
                        "at most " + room + ", as the process may have " + unix.getMaxFileDescriptorCount()
                                + " files and sockets open; ulimit -n raises that");
            }
        }
    }

    public boolean isOn() {
        return files.isPresent();
    }

    /** Connections of clients that there may be, over TCP and over TLS each. */
    public int connections() {
        return config.connections();
    }

    public int tlsPort() {
        return config.tls().port();
    }

    /** What TURN over TLS is served with; empty when it is off. */
    public Optional<SslContext> tls() {
        Optional<String> certificate = config.tls().certificate();
        Optional<String> key = config.tls().key();
        if (certificate.isEmpty() && key.isEmpty() || !isOn()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SslContextBuilder.forServer(new File(certificate.orElse("")), new File(key.orElse("")))
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new SettingRefused(
                    "p2psip.turn.tls",
                    certificate.orElse("no certificate") + " and " + key.orElse("no key"),
                    "a PEM certificate and its PEM key that can be read: " + e.getMessage());
        }
    }

    /** Threads that serve clients: as many as cores unless the operator says. */
    public int eventLoops() {
        int wished = config.eventLoops();
        if (wished > 256) {
            throw new SettingRefused("p2psip.turn.event-loops", wished, "0 for one a core, or 1 to 256");
        }
        return wished == 0 ? Runtime.getRuntime().availableProcessors() : wished;
    }

    /** Where relayed ports are bound. */
    public Map<AddressFamily, InetAddress> relayAddresses() {
        return relayAddresses;
    }

    /** A server for one event loop; empty when TURN is off. */
    public Optional<TurnServer> newServer(SourceRateLimit rateLimit) {
        if (config.nonceSeconds() < 1) {
            throw new SettingRefused("p2psip.turn.nonce-seconds", config.nonceSeconds(), "1 or more");
        }
        return files.map(known -> new TurnServer(
                commons,
                new LongTermCredentials(
                        config.realm().strip(),
                        new Nonces(
                                nonceSecret,
                                config.nonceSeconds(),
                                config.usersFile().isPresent()),
                        known::users),
                rateLimit));
    }

    /** Looks whether the files with the users have changed; never throws. */
    public void lookAtFiles() {
        files.ifPresent(CredentialFiles::look);
    }

    public TurnCounts counts() {
        return commons.counts();
    }

    /** Ports of one family that are relayed at, for TURN and for media sessions. */
    public RelayPorts ports(AddressFamily family) {
        return commons.ports().get(family);
    }

    /** The address of that family as others reach it. */
    public InetAddress advertised(AddressFamily family) {
        return commons.config().advertised().get(family);
    }

    /** Where clients reach the relay: of IPv4 if it has such an address. */
    public InetAddress publicAddress() {
        InetAddress address = advertised(AddressFamily.IPV4);
        return address == null ? advertised(AddressFamily.IPV6) : address;
    }

    /** The secret that time-limited users are made with now; empty when there is no file of them. */
    public Optional<String> presentSecret() {
        return files.flatMap(CredentialFiles::presentSecret);
    }

    /** Allocations that there may be. */
    public int limit() {
        return config.quota().allocations();
    }

    /** Allocations that there are now. */
    public int allocations() {
        return commons.quotas().held();
    }

    /** From now on no new allocations are made. */
    public void drain() {
        commons.draining().set(true);
    }

    public boolean isDraining() {
        return commons.draining().get();
    }

    /** How long allocations have at the end. */
    public Duration drainFor() {
        return Duration.ofSeconds(config.drainSeconds());
    }
}
