package org.p2psip.cli.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.KafkaFiles;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.process.BrokerProbe;
import org.p2psip.cli.process.HealthProbe;
import org.p2psip.cli.process.ProcessIdentity;
import org.p2psip.cli.process.Readiness;

/** Asks the services of a node how they are. */
public record Probes(NodeAddresses addresses) {
    /** How to ask a service whether it is ready. */
    public Readiness.Probe probe(NodeService service) {
        if (service == NodeService.KAFKA) {
            HostPort kafka = addresses.kafka();
            return new BrokerProbe(
                    kafka.host(),
                    kafka.port(),
                    addresses.settings().brokerAccess().map(KafkaFiles::authority));
        }
        return new HealthProbe(addresses.http(service).toString());
    }

    /** How each service is, in the order of lists. */
    public List<ServiceStatus> status(NodeState node) {
        List<ServiceStatus> all = new ArrayList<>();
        for (NodeService service : NodeService.LISTED) {
            all.add(status(service, node));
        }
        return all;
    }

    private ServiceStatus status(NodeService service, NodeState node) {
        Optional<ProcessIdentity> process = node.running(service);
        boolean runsElsewhere = service == NodeService.KAFKA && !node.settings().hasOwnBroker();
        Readiness readiness = process.isPresent() || runsElsewhere
                ? probe(service).ask()
                : new Readiness.NotReady(
                        node.processes().containsKey(service) ? "its process has ended" : "not running");
        OptionalLong pid =
                process.map(running -> OptionalLong.of(running.pid())).orElse(OptionalLong.empty());
        OptionalLong memory = process.map(ProcessIdentity::residentBytes).orElse(OptionalLong.empty());
        String why = readiness instanceof Readiness.NotReady notReady ? notReady.why() : "";
        return new ServiceStatus(service, pid, why.isEmpty(), why, memory, addresses.served(service));
    }
}
