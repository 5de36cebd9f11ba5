package org.p2psip.cli.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.p2psip.cli.launch.ServiceStatus;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;

/** What is printed of a node: where it listens, how its services are. */
final class NodeTable {
    private static final long MEBIBYTE = 1L << 20;

    private NodeTable() {}

    static String addresses(NodeSettings settings, NodeDirectory directory) {
        NodeAddresses addresses = new NodeAddresses(settings);
        TextTable table = new TextTable();
        table.row("SIP", new HostPort(settings.listen(), settings.sipPort()), "UDP, TCP; " + domains(settings));
        table.row("STUN/TURN", new HostPort(settings.listen(), settings.turnPort()), "UDP");
        table.row("gRPC", addresses.grpc(NodeService.ROUTING), "routing: client protocol, enrollment");
        table.row("", addresses.grpc(NodeService.STORAGE), "storage");
        table.row("", addresses.grpc(NodeService.EDGE), "edge: status, drain, trunks");
        table.row("Kafka", addresses.kafka(), settings.hasOwnBroker() ? "the node's own" : "runs elsewhere");
        for (NodeService service : NodeService.LISTED) {
            if (service != NodeService.KAFKA) {
                String label = service == NodeService.STORAGE ? "HTTP" : "";
                table.row(label, addresses.http(service), service.label() + ": health, metrics");
            }
        }
        return "The node is ready. It listens on\n" + table.toString().indent(2) + "Its data is in " + directory.path()
                + ". ./p2psip down stops it.";
    }

    /** Where one of several nodes listens. */
    static String line(NodeSettings settings, NodeDirectory directory) {
        return settings.place().label() + ": SIP " + new HostPort(settings.listen(), settings.sipPort())
                + ", STUN/TURN "
                + new HostPort(settings.listen(), settings.turnPort()) + ", gRPC "
                + new NodeAddresses(settings).grpc(NodeService.ROUTING) + "; --data " + directory.path();
    }

    private static String domains(NodeSettings settings) {
        List<String> proxied = new ArrayList<>(settings.domains());
        proxied.removeAll(settings.redirectDomains());
        List<String> all = new ArrayList<>();
        if (!proxied.isEmpty()) {
            all.add("proxy for " + String.join(", ", proxied));
        }
        if (!settings.redirectDomains().isEmpty()) {
            all.add("redirects for " + String.join(", ", settings.redirectDomains()));
        }
        return String.join("; ", all);
    }

    /** @param nodes the services of each node, by its name, which is shown where there are several */
    static String status(Map<String, List<ServiceStatus>> nodes) {
        TextTable table = new TextTable();
        List<Object> heads = List.of("SERVICE", "PID", "READY", "MEMORY", "ADDRESS", "");
        table.row(nodes.size() == 1 ? heads.toArray() : after("NODE", heads));
        nodes.forEach((node, services) -> services.forEach(service -> {
            List<Object> columns = List.of(
                    service.service().label(),
                    orDash(service.pid(), ""),
                    service.ready() ? "ready" : "no",
                    orDash(memoryMb(service), " MB"),
                    service.address(),
                    service.why());
            table.row(nodes.size() == 1 ? columns.toArray() : after(node, columns));
        }));
        return table.toString().stripTrailing();
    }

    private static Object[] after(String first, List<Object> columns) {
        return Stream.concat(Stream.of(first), columns.stream()).toArray();
    }

    private static String orDash(OptionalLong value, String unit) {
        return value.isPresent() ? value.getAsLong() + unit : "-";
    }

    private static OptionalLong memoryMb(ServiceStatus service) {
        return service.residentBytes().isPresent()
                ? OptionalLong.of(service.residentBytes().getAsLong() / MEBIBYTE)
                : OptionalLong.empty();
    }

    /** @param nodes the services of each node, by its name */
    static String statusJson(Map<String, List<ServiceStatus>> nodes) {
        JsonArray array = new JsonArray();
        nodes.forEach((node, services) -> services.forEach(service -> {
            JsonObject json = new JsonObject();
            json.addProperty("node", node);
            json.addProperty("name", service.service().label());
            addNumber(json, "pid", service.pid());
            json.addProperty("ready", service.ready());
            json.addProperty("why", service.why());
            addNumber(json, "memoryMb", memoryMb(service));
            json.addProperty("address", service.address());
            array.add(json);
        }));
        JsonObject json = new JsonObject();
        json.add("services", array);
        return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(json);
    }

    private static void addNumber(JsonObject json, String name, OptionalLong value) {
        if (value.isPresent()) {
            json.addProperty(name, value.getAsLong());
        } else {
            json.add(name, JsonNull.INSTANCE);
        }
    }
}
