package org.p2psip.cli.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.EdgeTrunks;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints how the trunks of an edge are. */
@Command(
        name = "trunks",
        description = {
            "Says of each host of each trunk: up or down, last answered probe, and of its trunk: calls, calls that began"
                    + " within the last second, registration of the edge.",
            "Exit code 3 when the trunks file was changed and refused; the version before is in force then."
        })
final class Trunks implements Callable<Integer> {
    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            order = 99,
            description = "gRPC address of an edge. Default: that of the node which up started.")
    private HostPort target;

    @Option(
            names = "--json",
            description = "Prints {\"file\",\"problems\":[...],\"trunks\":[{\"name\",\"host\",\"up\",\"calls\","
                    + "\"callsPerSecond\",\"lastProbeAgoMs\",\"registration\"}, ...]}.")
    private boolean json;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        HostPort edge = target != null ? target : common.startedService(NodeService.EDGE);
        try (NodeConnection connection = common.connect(edge, NodeService.EDGE)) {
            EdgeTrunks.View view = new EdgeTrunks(connection).view();
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? json(view) : text(view));
            out.flush();
            for (String problem : view.problems()) {
                spec.commandLine().getErr().println("refused: " + problem);
            }
            return view.problems().isEmpty() ? ExitCode.OK : ExitCode.ABSENT;
        }
    }

    private static String text(EdgeTrunks.View view) {
        if (view.file().isEmpty()) {
            return "no trunks: the edge has no trunks file. ./p2psip up --trunks FILE gives it one\n";
        }
        TextTable table = new TextTable();
        table.row("TRUNK", "HOST", "STATE", "CALLS", "CALLS/S", "LAST PROBE", "REGISTRATION");
        for (EdgeTrunks.Host host : view.hosts()) {
            table.row(
                    host.trunk(),
                    host.uri(),
                    host.up() ? "up" : "down",
                    host.calls(),
                    host.callsPerSecond(),
                    host.lastProbeAgoMs().isPresent() ? host.lastProbeAgoMs().getAsLong() + " ms ago" : "-",
                    host.registration().equals("none") ? "-" : host.registration());
        }
        return table.toString();
    }

    private static String json(EdgeTrunks.View view) {
        JsonArray trunks = new JsonArray();
        for (EdgeTrunks.Host host : view.hosts()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", host.trunk());
            one.addProperty("host", host.uri());
            one.addProperty("up", host.up());
            one.addProperty("calls", host.calls());
            one.addProperty("callsPerSecond", host.callsPerSecond());
            if (host.lastProbeAgoMs().isPresent()) {
                one.addProperty("lastProbeAgoMs", host.lastProbeAgoMs().getAsLong());
            } else {
                one.add("lastProbeAgoMs", JsonNull.INSTANCE);
            }
            one.addProperty("registration", host.registration());
            trunks.add(one);
        }
        JsonArray problems = new JsonArray();
        view.problems().forEach(problems::add);
        JsonObject all = new JsonObject();
        all.addProperty("file", view.file());
        all.add("problems", problems);
        all.add("trunks", trunks);
        return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(all) + "\n";
    }
}
