package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.NameServer;
import org.p2psip.tls.Fingerprint;
import org.p2psip.tls.GrpcSecurity;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;

/** Section 3.4.4: where the overlay begins, for a program on a host of its own that knows one way to search. */
@NeedsPrograms("ip")
@ExtendWith(TwoSites.class)
class Bootstrap344Test {
    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(40);
    private static final int TTL = 60;
    /** More than a server answers with a sample in a second (p2psip.bootstrap.rate). */
    private static final int BURST = 2_000;

    private static TwoSites.Running sites;
    private static NameServer names;

    @BeforeAll
    static void serveNames(TwoSites.Running running) throws TextParseException, UnknownHostException {
        sites = running;
        Name host = Name.fromString("peers.example.org.");
        Name service = Name.fromString("_p2psip-bootstrap._tcp.example.org.");
        List<Record> records = List.of(
                new ARecord(
                        host,
                        DClass.IN,
                        TTL,
                        InetAddress.getByName(sites.lan().host(1).address())),
                new SRVRecord(service, DClass.IN, TTL, 0, 0, sites.first().portBase(), host));
        names = NameServer.start(sites.lan().address(), records);
        sites.lan().resolveHere(2);
    }

    @AfterAll
    static void stop() {
        names.close();
    }

    /** PORT is that of the first node's peer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOST:PORT",
                "dns:peers.example.org:PORT",
                "dns:_p2psip-bootstrap._tcp.example.org",
                "multicast",
                "broadcast"
            })
    void everyWayLeadsToASampleOfLivePeers(String way) {
        int before = names.answered();
        String meant = way.replace("PORT", Integer.toString(sites.first().portBase()))
                .replace("HOST", sites.lan().host(1).address());
        List<String> commandLine = new ArrayList<>(sites.lan().host(2).command());
        commandLine.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DiscoverMain.class.getName(),
                authority().text(),
                meant));
        String said = new Program(commandLine, Path.of("").toAbsolutePath())
                .run("", SEARCH_LIMIT)
                .succeeded()
                .output();
        assertThat(said.lines().filter(line -> line.startsWith("peer ")))
                .as("%s", said)
                .hasSize(2)
                .anyMatch(line -> line.startsWith("peer " + sites.first().routing() + " local"))
                .anyMatch(line -> line.startsWith("peer " + sites.second().routing() + " site-"));
        assertThat(names.answered() > before).isEqualTo(way.startsWith("dns:"));
    }

    @Test
    void loadedServerNamesOthers() {
        GrpcSecurity security = GrpcSecurity.pinned(authority());
        ManagedChannel channel = security.secure(
                        NettyChannelBuilder.forTarget(sites.first().routing()), Role.PEER)
                .build();
        try {
            BootstrapGrpc.BootstrapBlockingStub server = BootstrapGrpc.newBlockingStub(channel);
            DiscoverResponse answer = server.discover(DiscoverRequest.getDefaultInstance());
            assertThat(answer.hasSample()).isTrue();
            for (int i = 0; i < BURST && !answer.hasRedirect(); i++) {
                answer = server.discover(DiscoverRequest.getDefaultInstance());
            }
            assertThat(answer.getRedirect().getServersList())
                    .containsExactly(sites.second().routing());
        } finally {
            channel.shutdownNow();
        }
    }

    private static Fingerprint authority() {
        return new Fingerprint(sites.invitation().split("\\.", 3)[1]);
    }
}
