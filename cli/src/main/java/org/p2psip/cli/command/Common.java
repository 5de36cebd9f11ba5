package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.Installation;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command has: which node it means, help, exit codes. */
@Command(
        sortOptions = false,
        usageHelpAutoWidth = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:tried, and failed",
            "2:not tried: an argument is wrong, or no node was started there",
            "3:what was asked for is not there, or not ready"
        })
final class Common {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            order = 100,
            description = "Directory of the node's data. Default: .p2psip in the project's directory.")
    private Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 101,
            description = "Shows this.")
    private boolean help;

    NodeDirectory directory() {
        return new NodeDirectory(data == null ? Installation.ofThisCommand().defaultData() : data);
    }

    /** Starts or stops the node; fails when another command does so already. */
    static int exclusively(NodeDirectory directory, NodeDirectory.Work work) throws IOException {
        return directory
                .exclusively(work)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "another up or down is at work on the node in " + directory.path()));
    }

    /** Does the same for several nodes at once. */
    static int exclusively(List<NodeDirectory> directories, NodeDirectory.Work work) throws IOException {
        if (directories.isEmpty()) {
            return work.run();
        }
        return exclusively(directories.getFirst(), () -> exclusively(directories.subList(1, directories.size()), work));
    }

    /** How the node was started; fails when it was not. */
    NodeState startedNode() throws IOException {
        NodeDirectory directory = directory();
        return directory
                .read()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "no node was started with the data directory " + directory.path() + ". ./p2psip up"
                                + " starts one, --data DIR names another"));
    }

    /** Where a service of the started node serves gRPC; fails when it does not run. */
    HostPort startedService(NodeService service) throws IOException {
        NodeState node = startedNode();
        if (node.running(service).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the node in " + directory().path() + " was started, but its " + service.label()
                            + " service does not run. ./p2psip up starts it again");
        }
        return new NodeAddresses(node.settings()).grpc(service);
    }
}
