package org.p2psip.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.p2psip.cli.command.Converters;
import org.p2psip.cli.command.P2psip;
import org.p2psip.cli.node.NodeDirectory;
import picocli.CommandLine;

/** Entry of the command line. The script p2psip starts it with the project's directory in {@code p2psip.root}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs a command; returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new P2psip());
        commandLine.setOut(out);
        commandLine.setErr(err);
        Converters.register(commandLine);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((wrong, given) -> {
            CommandLine command = wrong.getCommandLine();
            String name = command.getCommandSpec().qualifiedName();
            command.getErr().println("p2psip: " + wrong.getMessage() + "\n" + name + " --help tells more.");
            return ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof CommandFailure failure) {
                command.getErr().println("p2psip: " + failure.getMessage());
                return failure.exitCode();
            }
            if (exception instanceof IOException failed) {
                // The JDK's own exceptions of files say little without their names
                boolean says = failed instanceof NodeDirectory.Unusable;
                command.getErr().println("p2psip: " + (says ? failed.getMessage() : failed));
                return ExitCode.FAILED;
            }
            throw exception;
        });
        return commandLine.execute(args);
    }
}
