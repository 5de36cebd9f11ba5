package org.p2psip.suite.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.p2psip.identity.Role;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.member.EnrollmentConnection;
import org.p2psip.tls.member.EnrollmentFailure;
import org.p2psip.tls.member.MemberKeys;
import org.p2psip.tls.member.MemberSettings;

/** A program with a certificate of a node's overlay, as its developer would get one on that machine. */
public final class EnrolledProgram {
    private EnrolledProgram() {}

    /**
     * Enrolls it with the token for a role that the node keeps.
     *
     * @param directory for key and certificate
     * @return how it connects
     */
    public static GrpcSecurity at(Node node, Role role, Path directory) throws EnrollmentFailure, IOException {
        Path tokens = node.data().resolve("tokens");
        MemberKeys keys = new MemberKeys(
                new MemberSettings(
                        directory,
                        new MemberSettings.Token.InFile(tokens.resolve(role.label() + "@local.token")),
                        Optional.of(tokens.resolve("authorities.pem")),
                        Duration.ofMinutes(1),
                        66),
                role,
                security -> new EnrollmentConnection("127.0.0.1:" + node.portBase(), role, security),
                InstantSource.system(),
                new TlsCounts());
        keys.enrollIfNeeded();
        return keys.security();
    }
}
