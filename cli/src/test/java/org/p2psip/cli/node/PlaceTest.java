package org.p2psip.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several nodes on one machine: where each listens, and whom it knows. */
class PlaceTest {
    private static List<NodeSettings> started(int sites, int nodes) {
        NodeSettings first = NodeSettings.defaults().among(sites, nodes);
        return first.place().all().stream().map(first::at).toList();
    }

    @Test
    void everyPortIsUsedOnce() {
        Set<String> ports = new HashSet<>();
        for (NodeSettings settings : started(2, 3)) {
            assertThat(settings.problems()).isEmpty();
            for (NodeService service : NodeService.values()) {
                if (service != NodeService.KAFKA || settings.hasOwnBroker()) {
                    new NodeAddresses(settings).ports(service).forEach(port -> assertThat(
                                    ports.add(port.protocol() + " " + port.number()))
                            .as("%s of %s", port, settings.place())
                            .isTrue());
                }
            }
        }
    }

    @Test
    void eachSiteHasOneBroker() {
        assertThat(started(2, 3))
                .extracting(settings -> new NodeAddresses(settings).kafka().port())
                .containsExactly(7464, 7464, 7464, 7524, 7524, 7524);
        assertThat(started(2, 3))
                .extracting(NodeSettings::hasOwnBroker)
                .containsExactly(true, false, false, true, false, false);
        assertThat(started(2, 3)).allMatch(settings -> new NodeAddresses(settings).isBrokerOfSite());
    }

    @Test
    void brokerThatRunsElsewhereServesAll() {
        TestSettings one = new TestSettings();
        one.kafka = "kafka.example.org:9092";
        NodeSettings second = one.settings().among(1, 2).at(new Place(1, 1, 2, 2));
        assertThat(second.kafka()).isEqualTo("kafka.example.org:9092");
        assertThat(new NodeAddresses(second).isBrokerOfSite()).isFalse();
    }

    @Test
    void copiesStayInTheSiteAndThePeersAreThoseOfAllSites() {
        NodeAddresses addresses = new NodeAddresses(started(2, 2).get(2));
        assertThat(addresses.clusterMembers()).extracting(HostPort::port).containsExactly(7506, 7526);
        assertThat(addresses.otherPeers()).extracting(HostPort::port).containsExactly(7460, 7480, 7520);
    }

    @Test
    void nodeFindsTheSameOthersWhicheverItIs() {
        NodeSettings first = NodeSettings.defaults().among(2, 2);
        for (Place from : first.place().all()) {
            for (Place to : first.place().all()) {
                assertThat(first.at(from).at(to).sipPort())
                        .isEqualTo(first.at(to).sipPort());
            }
        }
    }

    @Test
    void numbersOutOfBoundsAreNamed() {
        assertThat(NodeSettings.defaults().among(0, 10).problems())
                .containsExactly(
                        "--nodes 10 is no number of nodes from 1 to 9", "--sites 0 is no number of sites from 1 to 9");
    }
}
