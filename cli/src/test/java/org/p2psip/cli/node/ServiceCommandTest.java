package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.node.NodeSettings.Auth;

class ServiceCommandTest {
    private static final NodeSettings SETTINGS = settings("");

    @TempDir
    private Path temp;

    private NodeDirectory directory;
    private ServiceCommand commands;

    @BeforeEach
    void layOut() throws Exception {
        for (String service : List.of("storage-svc", "routing-svc", "sip-edge-svc", "nat-relay-svc")) {
            file("root/" + service + "/service/target/quarkus-app/quarkus-run.jar");
            file("root/" + service + "/service/target/quarkus-app/lib/main/some.jar");
        }
        file("root/cli/broker/target/kafka/kafka.jar");
        directory = new NodeDirectory(temp.resolve("it's data"));
        directory.create();
        commands = new ServiceCommand(installation(), directory, SETTINGS);
    }

    private static NodeSettings settings(String kafka) {
        return new NodeSettings(
                "127.0.0.1",
                List.of("example.org", "example.net"),
                List.of("example.com"),
                5070,
                3480,
                7500,
                Auth.DIGEST,
                false,
                kafka,
                "",
                "/etc/trunks.yaml",
                new SipTls("/etc/edge.pem", "/etc/edge.key", 5071),
                Place.ALONE,
                Membership.OWN);
    }

    private Installation installation() {
        return new Installation(temp.resolve("root"), Path.of("/jdk"));
    }

    private void file(String path) throws IOException {
        Files.createDirectories(temp.resolve(path).getParent());
        Files.writeString(temp.resolve(path), path);
    }

    @Test
    void edgeIsToldItsDomainsPortsAndPeers() throws Exception {
        assertThat(commands.prepare(NodeService.EDGE))
                .startsWith("/jdk/bin/java")
                .contains(
                        "-Dp2psip.domains=example.org,example.net,example.com",
                        "-Dp2psip.redirect-domains=example.com",
                        "-Dp2psip.auth=digest",
                        "-Dp2psip.sip.port=5070",
                        "-Dp2psip.grpc.listen=127.0.0.1",
                        "-Dp2psip.grpc.port=7502",
                        "-Dp2psip.http.port=7512",
                        "-Dp2psip.overlay.target=127.0.0.1:7500",
                        "-Dp2psip.kafka.bootstrap=127.0.0.1:7504",
                        "-Dp2psip.sip.tls.certificate=/etc/edge.pem",
                        "-Dp2psip.sip.tls.key=/etc/edge.key",
                        "-Dp2psip.sip.tls.port=5071",
                        "-Dp2psip.trunks-file=/etc/trunks.yaml")
                .endsWith("-jar", directory.path() + "/run/edge/quarkus-run.jar");
    }

    @Test
    void routingIsTheEnrollmentServer() throws Exception {
        assertThat(commands.prepare(NodeService.ROUTING)).contains("-Dp2psip.enrollment.server=true");
    }

    @Test
    void routingIsToldItsOverlayAndStore() throws Exception {
        assertThat(commands.prepare(NodeService.ROUTING))
                .contains(
                        "-Dp2psip.overlay=example.org",
                        "-Dp2psip.grpc.port=7500",
                        "-Dp2psip.domains=example.org,example.net,example.com",
                        "-Dp2psip.storage.target=127.0.0.1:7501",
                        "-Dp2psip.data=" + directory.path() + "/routing");
    }

    @Test
    void nodeAmongOthersIsToldOfThem() throws Exception {
        Place place = new Place(1, 1, 2, 3);
        NodeSettings second = SETTINGS.among(1, 3).at(place);
        ServiceCommand of = new ServiceCommand(installation(), directory.of(place), second);

        assertThat(of.prepare(NodeService.STORAGE))
                .contains(
                        "-Dp2psip.cluster.listen=127.0.0.1:7526",
                        "-Dp2psip.cluster.members=127.0.0.1:7506,127.0.0.1:7526,127.0.0.1:7546",
                        "-Dp2psip.cluster.owners=2",
                        "-Dp2psip.kafka.bootstrap=127.0.0.1:7504",
                        "-Dp2psip.kafka.partitions=1");
        assertThat(of.prepare(NodeService.ROUTING))
                .contains(
                        "-Dp2psip.enrollment.server=false",
                        "-Dp2psip.ring.join=127.0.0.1:7500,127.0.0.1:7540",
                        "-Dp2psip.ring.begin-after=0");
        assertThat(of.prepare(NodeService.EDGE))
                .contains("-Dp2psip.secret-file="
                        + directory.data(NodeService.EDGE).resolve("secret"));
    }

    @Test
    void nodeThatJoinedEnrollsByItsPeerAndItsPeerByThoseItFound() throws Exception {
        TestSettings asked = new TestSettings();
        asked.listen = "192.0.2.2";
        asked.membership = new Membership("node.example.org", true, true, Optional.empty())
                .in(new Membership.Joined(
                        "overlay.example", "far", "multicast", List.of("192.0.2.1:7460", "192.0.2.3:7460")));
        ServiceCommand joined = new ServiceCommand(installation(), directory, asked.settings());

        assertThat(joined.prepare(NodeService.ROUTING))
                .contains(
                        "-Dp2psip.listen=127.0.0.1",
                        "-Dp2psip.grpc.listen=192.0.2.2",
                        "-Dp2psip.advertise=node.example.org:7460",
                        "-Dp2psip.enrollment.server=false",
                        "-Dp2psip.overlay=overlay.example",
                        "-Dp2psip.site=far",
                        "-Dp2psip.ring.join=multicast,192.0.2.1:7460,192.0.2.3:7460",
                        "-Dp2psip.ring.dial-only=true",
                        "-Dp2psip.bootstrap.calls=true",
                        "-Dp2psip.tls.enrollment=192.0.2.1:7460,192.0.2.3:7460",
                        "-Dp2psip.tls.token-file=" + directory.invitation())
                .noneMatch(word -> word.contains("local-tokens"));
        assertThat(joined.prepare(NodeService.EDGE))
                .contains(
                        "-Dp2psip.site=far",
                        "-Dp2psip.overlay.target=192.0.2.2:7460",
                        "-Dp2psip.tls.enrollment=192.0.2.2:7460",
                        "-Dp2psip.sip.advertised-host=node.example.org");
    }

    @Test
    void servicesEnrollWithTheTokensOfTheFirstNode() throws Exception {
        assertThat(commands.prepare(NodeService.ROUTING))
                .contains(
                        "-Dp2psip.enrollment.local-tokens=" + directory.path() + "/tokens",
                        "-Dp2psip.enrollment.local-token-sites=local");
        assertThat(commands.prepare(NodeService.STORAGE))
                .contains(
                        "-Dp2psip.tls.enrollment=127.0.0.1:7500",
                        "-Dp2psip.tls.token-file=" + directory.path() + "/tokens/store@local.token",
                        "-Dp2psip.tls.trust-file=" + directory.path() + "/tokens/authorities.pem");
        Place place = new Place(2, 2, 1, 1);
        ServiceCommand second = new ServiceCommand(
                installation(), directory.of(place), SETTINGS.among(2, 1).at(place));
        assertThat(second.prepare(NodeService.ROUTING))
                .contains(
                        "-Dp2psip.tls.enrollment=127.0.0.1:7500",
                        "-Dp2psip.tls.token-file=" + directory.path() + "/tokens/peer@site-2.token");
        assertThat(second.prepare(NodeService.EDGE)).contains("-Dp2psip.site=site-2");
    }

    @Test
    void nodesOfOneSitePreferTheirOwnServicesAndKnowThoseOfTheOthers() throws Exception {
        Place place = new Place(1, 1, 2, 3);
        ServiceCommand second = new ServiceCommand(
                installation(), directory.of(place), SETTINGS.among(1, 3).at(place));
        assertThat(second.prepare(NodeService.EDGE))
                .contains("-Dp2psip.overlay.target=127.0.0.1:7520,127.0.0.1:7500,127.0.0.1:7540");
        assertThat(second.prepare(NodeService.ROUTING))
                .contains("-Dp2psip.storage.target=127.0.0.1:7521,127.0.0.1:7501,127.0.0.1:7541");
    }

    @Test
    void topicsOfTheNodesOwnBrokerHaveOnePartition() throws Exception {
        for (NodeService service : List.of(NodeService.ROUTING, NodeService.STORAGE, NodeService.EDGE)) {
            assertThat(commands.prepare(service)).contains("-Dp2psip.kafka.partitions=1");
        }
        ServiceCommand elsewhere = new ServiceCommand(installation(), directory, settings("kafka.example.org:9092"));
        assertThat(elsewhere.prepare(NodeService.STORAGE)).doesNotContain("-Dp2psip.kafka.partitions=1");
    }

    @Test
    void everyHeapIsBounded() throws Exception {
        for (NodeService service : NodeService.values()) {
            assertThat(String.join(" ", commands.prepare(service))).contains("-Xmx", "-XX:MaxMetaspaceSize=");
        }
    }

    @Test
    void serviceRunsFromFilesThatABuildDoesNotReplace() throws Exception {
        commands.prepare(NodeService.EDGE);
        Path built = temp.resolve("root/sip-edge-svc/service/target/quarkus-app/lib/main/some.jar");
        Files.delete(built);
        file("root/sip-edge-svc/service/target/quarkus-app/lib/main/another.jar");
        Path program = directory.program(NodeService.EDGE).resolve("lib/main");

        assertThat(program.resolve("some.jar")).exists();
        commands.prepare(NodeService.EDGE);
        assertThat(program.resolve("some.jar")).doesNotExist();
        assertThat(program.resolve("another.jar")).exists();
    }

    @Test
    void serviceThatIsNotBuiltCannotBePrepared() {
        ServiceCommand unbuilt =
                new ServiceCommand(new Installation(temp.resolve("nowhere"), Path.of("/jdk")), directory, SETTINGS);

        assertThatThrownBy(() -> unbuilt.prepare(NodeService.EDGE))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("not built");
    }

    @Test
    void brokerFormatsItsStorageOnceAndRunsInPlaceOfItsShell() throws Exception {
        List<String> first = commands.prepare(NodeService.KAFKA);

        assertThat(first).startsWith("/bin/sh", "-c").hasSize(3);
        assertThat(first.get(2)).contains("'format'", " && exec '/jdk/bin/java'", "'kafka.Kafka'", "it'\\''s data");

        Path meta = directory.data(NodeService.KAFKA).resolve("logs/meta.properties");
        Files.createDirectories(meta.getParent());
        Files.writeString(meta, "");
        assertThat(commands.prepare(NodeService.KAFKA))
                .startsWith("/jdk/bin/java")
                .doesNotContain("format");
    }

    @Test
    void brokerListensWhereTheNodeDoes() throws Exception {
        commands.prepare(NodeService.KAFKA);
        Properties properties = new Properties();
        properties.load(
                Files.newBufferedReader(directory.data(NodeService.KAFKA).resolve("server.properties")));

        assertThat(properties)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:7504,CONTROLLER://127.0.0.1:7505")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("log.dirs", directory.path() + "/kafka/logs");
    }

    @Test
    void clusterIdIsSixteenBytesThatNoToolTakesForAnOption() {
        for (int i = 0; i < 1000; i++) {
            assertThat(BrokerFiles.newClusterId()).matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}");
        }
    }
}
