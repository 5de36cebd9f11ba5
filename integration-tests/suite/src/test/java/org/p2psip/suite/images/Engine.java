package org.p2psip.suite.images;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Program;

/** Docker's or Podman's command, whichever answers. */
final class Engine {
    /** The tag of the images that tests take, as {@code k8s/images/build} gives it. */
    private static final String TAG = "0";

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Path HERE = Path.of("").toAbsolutePath();

    private final String command;

    private Engine(String command) {
        this.command = command;
    }

    static Engine thatAnswers() {
        for (String command : List.of("docker", "podman")) {
            Program info =
                    new Program(List.of("sh", "-c", "command -v " + command + " && exec " + command + " info"), HERE);
            if (info.run("", LIMIT).exitCode() == 0) {
                return new Engine(command);
            }
        }
        throw new AssertionError("neither docker nor podman answers, and -Dcontainers.tests=true says that one does");
    }

    /** The image of a service or of the command. */
    static String image(String name) {
        return "localhost/p2psip/" + name + ":" + TAG;
    }

    /** Runs a command of the engine to its end, whatever that is. */
    Finished tries(String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        return new Program(line, HERE).run("", LIMIT);
    }

    /** What a command of the engine prints, which has to succeed. */
    String run(String... arguments) {
        return tries(arguments).succeeded().output().strip();
    }

    /** Whether {@code /q/health/ready} at the loopback of a container says so: bash is the client, as there is none else. */
    boolean isReady(String container, int port) {
        return tries(
                        "exec",
                        container,
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/" + port
                                + " && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3")
                .output()
                .contains(" 200 ");
    }
}
