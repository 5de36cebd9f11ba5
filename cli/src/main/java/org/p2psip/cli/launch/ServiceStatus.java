package org.p2psip.cli.launch;

import java.util.OptionalLong;
import org.p2psip.cli.node.NodeService;

/**
 * How a service is.
 *
 * @param pid empty when it does not run, and for a Kafka that runs elsewhere
 * @param ready whether it can do its work
 * @param why why it is not ready; empty when it is
 * @param residentBytes memory it has; empty when it does not run here
 * @param address where it serves
 */
public record ServiceStatus(
        NodeService service, OptionalLong pid, boolean ready, String why, OptionalLong residentBytes, String address) {}
