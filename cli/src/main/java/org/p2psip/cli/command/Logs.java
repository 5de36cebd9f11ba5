package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.process.LogTail;
import org.p2psip.cli.process.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the log of a service. */
@Command(name = "logs", description = "Shows the end of a service's log.")
final class Logs implements Callable<Integer> {
    /** The services' names, for completion and help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return NodeService.LISTED.stream().map(NodeService::label).iterator();
        }
    }

    @Parameters(
            paramLabel = "SERVICE",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what is written, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "100",
            description = "Lines to begin with. Default: 100.")
    private int lines;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NodeService named = NodeService.of(service)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "\"" + service + "\" is no service of a node. There are "
                                + Arrays.toString(NodeService.LISTED.stream()
                                        .map(NodeService::label)
                                        .toArray())));
        if (lines < 0) {
            throw new ParameterException(spec.commandLine(), "-n " + lines + " is no number of lines, 0 or more");
        }
        Path log = common.directory().log(named);
        if (!Files.exists(log)) {
            throw new CommandFailure(ExitCode.ABSENT, "there is no log " + log + ": the service was never started");
        }
        show(new LogTail(log));
        return ExitCode.OK;
    }

    private void show(LogTail tail) throws IOException {
        // As it was written: a log's bytes are nobody's to decode
        long end = tail.print(lines, System.out);
        if (follow) {
            tail.follow(end, System.out, () -> {
                Waiting.pause();
                return !System.out.checkError();
            });
        }
    }
}
