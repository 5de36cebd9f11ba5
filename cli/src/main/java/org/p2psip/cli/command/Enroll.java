package org.p2psip.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the enrollment commands. */
@Command(
        name = "enroll",
        description = "Enrolls users, who may register and call, and members of the overlay.",
        synopsisSubcommandLabel = "(user | users | peer | certificate)",
        subcommands = {EnrollUser.class, EnrollUsers.class, EnrollPeer.class, EnrollCertificate.class})
final class Enroll implements Runnable {
    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Enroll whom? user AOR, users --stdin, peer, or certificate --csr FILE");
    }
}
