package org.p2psip.cli.node;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.p2psip.cli.process.ProcessIdentity;

/** node.json, field by field. */
final class NodeJson {
    private static final int VERSION = 1;

    private NodeJson() {}

    static String write(NodeState state) {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.add("settings", write(state.settings()));
        JsonObject processes = new JsonObject();
        for (NodeService service : NodeService.LISTED) {
            if (state.processes().containsKey(service)) {
                processes.add(service.label(), write(state.processes().get(service)));
            }
        }
        json.add("processes", processes);
        return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
    }

    static NodeState read(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        if (json.get("version").getAsInt() != VERSION) {
            throw new IllegalArgumentException("version " + json.get("version") + " instead of " + VERSION);
        }
        Map<NodeService, ProcessIdentity> processes = new EnumMap<>(NodeService.class);
        json.getAsJsonObject("processes").asMap().forEach((label, process) -> {
            NodeService service = NodeService.of(label)
                    .orElseThrow(() -> new IllegalArgumentException("no service is called " + label));
            processes.put(service, readProcess(process.getAsJsonObject()));
        });
        return new NodeState(readSettings(json.getAsJsonObject("settings")), processes);
    }

    private static JsonObject write(NodeSettings settings) {
        JsonObject json = new JsonObject();
        json.addProperty("listen", settings.listen());
        json.add("domains", write(settings.domains()));
        json.add("redirectDomains", write(settings.redirectDomains()));
        json.addProperty("sipPort", settings.sipPort());
        json.addProperty("turnPort", settings.turnPort());
        json.addProperty("portBase", settings.portBase());
        json.addProperty("auth", settings.auth().label());
        json.addProperty("insecure", settings.insecure());
        json.addProperty("kafka", settings.kafka());
        json.addProperty("kafkaAccess", settings.kafkaAccess());
        json.addProperty("trunks", settings.trunks());
        JsonObject tls = new JsonObject();
        JsonObject place = new JsonObject();
        place.addProperty("site", settings.place().site());
        place.addProperty("sites", settings.place().sites());
        place.addProperty("node", settings.place().node());
        place.addProperty("nodes", settings.place().nodes());
        json.add("place", place);
        tls.addProperty("certificate", settings.tls().certificate());
        tls.addProperty("key", settings.tls().key());
        tls.addProperty("port", settings.tls().port());
        json.add("tls", tls);
        json.add("membership", write(settings.membership()));
        return json;
    }

    private static JsonObject write(Membership membership) {
        JsonObject json = new JsonObject();
        json.addProperty("advertise", membership.advertise());
        json.addProperty("dialOnly", membership.dialOnly());
        json.addProperty("discoverable", membership.discoverable());
        membership.joined().ifPresent(joined -> {
            json.addProperty("overlay", joined.overlay());
            json.addProperty("site", joined.site());
            json.addProperty("way", joined.way());
            json.add("peers", write(joined.peers()));
        });
        return json;
    }

    private static Membership readMembership(JsonObject json) {
        return new Membership(
                json.get("advertise").getAsString(),
                json.get("dialOnly").getAsBoolean(),
                json.get("discoverable").getAsBoolean(),
                json.has("overlay")
                        ? Optional.of(new Membership.Joined(
                                json.get("overlay").getAsString(),
                                json.get("site").getAsString(),
                                json.get("way").getAsString(),
                                strings(json.getAsJsonArray("peers"))))
                        : Optional.empty());
    }

    private static NodeSettings readSettings(JsonObject json) {
        return new NodeSettings(
                json.get("listen").getAsString(),
                strings(json.getAsJsonArray("domains")),
                strings(json.getAsJsonArray("redirectDomains")),
                json.get("sipPort").getAsInt(),
                json.get("turnPort").getAsInt(),
                json.get("portBase").getAsInt(),
                NodeSettings.Auth.valueOf(json.get("auth").getAsString().toUpperCase(Locale.ROOT)),
                json.get("insecure").getAsBoolean(),
                json.get("kafka").getAsString(),
                json.has("kafkaAccess") ? json.get("kafkaAccess").getAsString() : "",
                json.has("trunks") ? json.get("trunks").getAsString() : "", // nodes of before had none
                json.has("tls") ? readTls(json.getAsJsonObject("tls")) : SipTls.OFF,
                json.has("place") ? readPlace(json.getAsJsonObject("place")) : Place.ALONE,
                json.has("membership") ? readMembership(json.getAsJsonObject("membership")) : Membership.OWN);
    }

    private static Place readPlace(JsonObject json) {
        return new Place(
                json.get("site").getAsInt(),
                json.get("sites").getAsInt(),
                json.get("node").getAsInt(),
                json.get("nodes").getAsInt());
    }

    private static SipTls readTls(JsonObject json) {
        return new SipTls(
                json.get("certificate").getAsString(),
                json.get("key").getAsString(),
                json.get("port").getAsInt());
    }

    private static JsonObject write(ProcessIdentity process) {
        JsonObject json = new JsonObject();
        json.addProperty("pid", process.pid());
        json.addProperty("startTicks", process.startTicks());
        json.addProperty("bootId", process.bootId());
        return json;
    }

    private static ProcessIdentity readProcess(JsonObject json) {
        return new ProcessIdentity(
                json.get("pid").getAsLong(),
                json.get("startTicks").getAsLong(),
                json.get("bootId").getAsString());
    }

    private static JsonArray write(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
