package org.p2psip.suite.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Nodes;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** Every panel of the dashboard finds what it asks for. Two nodes, since one store alone is no cluster. */
class DashboardTest {
    private static final Path FILES = Path.of("target", "dashboard").toAbsolutePath();
    private static final Path FILE =
            Path.of("../../k8s/components/monitoring/dashboard.json").toAbsolutePath();
    /** Trunks are measured every 5 s. */
    private static final Duration MEASURED = Duration.ofSeconds(20);

    private static final String TRUNKS = "trunks:\n- name: carrier\n  hosts: ['sip:127.0.0.1:9']\n  probe: off\n";
    private static final List<String> SERVICES = List.of("edge", "routing", "storage", "relay");

    private static Nodes nodes;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(FILES);
        Path trunks = Files.writeString(FILES.resolve("trunks.yaml"), TRUNKS);
        dashboard = Dashboard.of(FILE);
        nodes = Nodes.ofOneSite(FILES.resolve("data"), 2, "--trunks", trunks.toString());
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void panelsOfAServiceQueryWhatItExposes() {
        assertThat(dashboard.rows().keySet()).containsExactly("Edge", "Routing", "Storage", "Relay", "All services");
        Node node = nodes.node(1);
        try (SipProbe phone = new SipProbe(node.sip())) {
            // What is counted by method and class is there once it was seen
            String edge = "sip:" + Node.DOMAIN;
            phone.transact(SipRequest.of("OPTIONS", edge, "sip:probe@invalid.test", edge));
        }
        Await.until(
                "trunks are measured", MEASURED, () -> node.edgeMetrics().text().contains("p2psip_trunk_host_up"));
        List<String> missing = Stream.of("Edge", "Routing", "Storage", "Relay")
                .flatMap(row ->
                        dashboard.missing(row, node.metrics(row.toLowerCase()).text()).stream())
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyServiceExposesWhatAllAreAskedFor() {
        String security = "p2psip_grpc_security_total";
        for (String service : SERVICES) {
            assertThat(dashboard.missing(
                            "All services", nodes.node(1).metrics(service).text()))
                    .as(service)
                    // The relay serves no gRPC
                    .filteredOn(line -> !(service.equals("relay") && line.contains(security)))
                    .isEmpty();
        }
    }

    @Test
    void queryNamesItsMetricsAndLabels() {
        assertThat(Dashboard.read("sum by (a, pod) (rate(p2psip_x_total{namespace=\"$namespace\",b!=\"c\"}[1m]))"))
                .singleElement()
                .satisfies(read -> {
                    assertThat(read.metric()).isEqualTo("p2psip_x_total");
                    assertThat(read.labels()).containsExactly("a", "b");
                });
        assertThat(dashboard.rows().values()).allSatisfy(queries -> assertThat(queries)
                .allSatisfy(query -> assertThat(Dashboard.read(query)).as(query).isNotEmpty()));
    }
}
