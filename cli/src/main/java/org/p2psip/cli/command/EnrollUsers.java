package org.p2psip.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.UserStream;
import org.p2psip.cli.overlay.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Enrolls many users. */
@Command(
        name = "users",
        description = {
            "Enrolls many users. A line for each: \"AOR,password\" or \"AOR password\"; empty lines and lines that",
            "begin with # are left out. A line that fails is named and does not stop the others."
        })
final class EnrollUsers implements Callable<Integer> {
    @Option(names = "--stdin", required = true, description = "Reads them from standard input.")
    private boolean stdin;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    private final AtomicLong enrolled = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            UserStream stream = new Users(node).enrollMany(new UserStream.Answers() {
                @Override
                public void enrolled(long line) {
                    enrolled.incrementAndGet();
                }

                @Override
                public void refused(long line, String why) {
                    fail(line, why);
                }
            });
            read(stream);
            stream.finish();
        } finally {
            spec.commandLine().getOut().println("enrolled " + enrolled + " users, " + failed + " failed");
        }
        return failed.get() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void read(UserStream stream) throws IOException {
        UserLines lines = new UserLines(System.in);
        long number = 0;
        for (String line = lines.nextLine(); line != null; line = lines.nextLine()) {
            number++;
            switch (UserLines.parse(line)) {
                case UserLines.Line.User user -> stream.enroll(number, user.user());
                case UserLines.Line.Malformed malformed -> fail(number, malformed.why());
                case UserLines.Line.Nothing nothing -> {}
            }
        }
    }

    private void fail(long line, String why) {
        failed.incrementAndGet();
        spec.commandLine().getErr().println("line " + line + ": " + why);
    }
}
