package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.join.Invitation;
import org.p2psip.cli.join.OverlaySearch;
import org.p2psip.cli.node.Membership;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeSettings;
import picocli.CommandLine.Option;

/** The options that make a node part of an overlay that runs on other machines. */
final class JoinOptions {
    @Option(
            names = "--join",
            paramLabel = "TARGET",
            description = "Joins a running overlay as a new site. TARGET is HOST:PORT of a routing peer,"
                    + " dns:_service._tcp.DOMAIN, dns:HOST:PORT, multicast or broadcast.")
    private String target;

    @Option(
            names = "--token",
            paramLabel = "T",
            description =
                    "The invitation that ./p2psip enroll peer printed on a node of that overlay. Needed at the first"
                            + " start.")
    private String token;

    /** Whether anything was asked for. */
    boolean isGiven() {
        return target != null;
    }

    /** Where they ask for something else than what runs. */
    List<String> differences(NodeSettings running) {
        Optional<String> way = running.membership().joined().map(Membership.Joined::way);
        return target == null || way.filter(target::equals).isPresent()
                ? List.of()
                : List.of("--join " + target + ", but it runs "
                        + way.map(found -> "with " + found).orElse("without"));
    }

    /** Finds the overlay, and keeps the invitation for the services to enroll with. */
    NodeSettings joined(NodeSettings settings, NodeDirectory directory, boolean namesDomains) throws IOException {
        if (target == null && token != null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--token is given without --join, which says where the overlay is found");
        }
        if (target == null) {
            return settings;
        }
        Invitation invitation = invitation(directory);
        OverlaySearch.Found found = OverlaySearch.find(target, invitation.authority());
        if (found.sites().contains(invitation.site()) && !Files.exists(directory.invitation())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the overlay " + found.overlay() + " has a site \"" + invitation.site() + "\" already, and the"
                            + " invitation is for it; a new site needs an invitation with a name of its own"
                            + " (./p2psip enroll peer --site NAME)");
        }
        directory.keepInvitation(invitation.text());
        return settings.joined(
                new Membership.Joined(found.overlay(), invitation.site(), target, found.peers()),
                namesDomains ? settings.domains() : found.domains());
    }

    private Invitation invitation(NodeDirectory directory) throws IOException {
        if (token != null) {
            return Invitation.parse(token);
        }
        if (Files.exists(directory.invitation())) {
            return Invitation.parse(Files.readString(directory.invitation()));
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "--join " + target
                        + " needs --token at the first start: ./p2psip enroll peer prints one on a node of the"
                        + " overlay");
    }
}
