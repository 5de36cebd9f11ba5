package org.p2psip.suite.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.Host;

/** The command {@code p2psip} that is tested. */
final class TestedCommand {
    private static final String COMMAND = "p2psip";
    /** Names the command to test, when it is not the one of this source tree. */
    private static final String COMMAND_PROPERTY = "p2psip.command";

    private TestedCommand() {}

    static Program program(Path workingDirectory, List<String> arguments) {
        return program(Host.LOOPBACK, workingDirectory, arguments);
    }

    static Program program(Host host, Path workingDirectory, List<String> arguments) {
        List<String> commandLine = new ArrayList<>(host.command());
        commandLine.add(file().toString());
        commandLine.addAll(arguments);
        return new Program(
                commandLine,
                workingDirectory,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        // What phones that look for a host name in certificates call the edge
                        "P2PSIP_SIP_ALIASES",
                        "localhost"));
    }

    private static Path file() {
        String named = System.getProperty(COMMAND_PROPERTY);
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            Path command = directory.resolve(COMMAND);
            if (Files.isExecutable(command) && Files.isRegularFile(command)) {
                return command;
            }
        }
        throw new AssertionError("no executable " + COMMAND + " in "
                + Path.of("").toAbsolutePath() + " or above; -D" + COMMAND_PROPERTY + "=FILE names one");
    }
}
