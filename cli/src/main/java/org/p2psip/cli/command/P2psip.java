package org.p2psip.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: says which there are. */
@Command(
        name = "p2psip",
        description = "A P2PSIP node on this machine: SIP phones, a distributed hash table instead of a registrar.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Enroll.class,
            ListUsers.class,
            Revoke.class,
            Authority.class,
            ClusterSecrets.class,
            Get.class,
            Put.class,
            Remove.class,
            Watch.class,
            Send.class,
            Peers.class,
            Trunks.class,
            Bans.class,
            Trace.class,
            TurnCredentials.class
        },
        footer = {
            "",
            "And, done by the script itself:",
            "  test    Runs all tests: p2psip test [--no-containers] [--long] [-- MVN ARGS]",
            "  images  Builds container images: p2psip images [--registry R] [--tag T] [--tests]",
            "",
            "p2psip COMMAND --help tells more."
        })
public final class P2psip implements Runnable {
    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? There are "
                        + String.join(", ", spec.subcommands().keySet()) + " and test");
    }
}
