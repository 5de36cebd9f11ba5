package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.process.BackgroundProcess;

class UpTest {
    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        CommandRun.of("down", "--data", data.toString());
    }

    @Test
    void takenPortIsNamedAndNothingIsStarted() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CommandRun up = CommandRun.of(
                    "up",
                    "--sip-port",
                    Integer.toString(taken.getLocalPort()),
                    "--port-base",
                    "24460",
                    "--data",
                    data.toString());

            assertThat(up.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(up.err())
                    .contains(
                            "UDP port " + taken.getLocalPort() + " on 127.0.0.1 (SIP) is taken by process "
                                    + ProcessHandle.current().pid(),
                            "Nothing was started");
        }
        assertThat(new NodeDirectory(data).read()).isEmpty();
    }

    @Test
    void runningNodeDoesNotTakeOtherSettings() throws Exception {
        NodeDirectory directory = new NodeDirectory(data);
        directory.create();
        BackgroundProcess service =
                BackgroundProcess.start(List.of("sleep", "300"), data, directory.log(NodeService.STORAGE));
        directory.write(new NodeState(
                NodeSettings.defaults(),
                Map.of(NodeService.STORAGE, service.identity().orElseThrow())));

        CommandRun up = CommandRun.of("up", "--sip-port", "5070", "--domain", "example.net", "--data", data.toString());

        assertThat(up.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(up.err())
                .contains(
                        "--sip-port 5070, but it runs with 5060",
                        "--domain [example.net], but it runs with [example.org]",
                        "p2psip down");
        assertThat(service.exitCode()).isEmpty();
    }

    @Test
    void commandsDoNotMeetOnOneNode() throws Exception {
        NodeDirectory directory = new NodeDirectory(data);
        directory.create();

        directory.exclusively(() -> {
            assertThat(CommandRun.of("up", "--data", data.toString()).err()).contains("another up or down is at work");
            assertThat(CommandRun.of("down", "--data", data.toString()).err())
                    .contains("another up or down is at work");
            return ExitCode.OK;
        });
    }
}
