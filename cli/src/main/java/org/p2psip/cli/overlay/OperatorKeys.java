package org.p2psip.cli.overlay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.identity.Role;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.member.EnrollmentConnection;
import org.p2psip.tls.member.EnrollmentFailure;
import org.p2psip.tls.member.MemberKeys;
import org.p2psip.tls.member.MemberSettings;

/** The certificate that commands show: in the node's directory, got with the operator's token there. */
public final class OperatorKeys {
    private static final int RENEW_PERCENT = 66;

    private final NodeDirectory directory;

    public OperatorKeys(NodeDirectory directory) {
        this.directory = directory;
    }

    /**
     * How a command connects. Enrolls the operator when that is due.
     *
     * @param target what it connects to
     * @param enrollment the node's enrollment server; empty when no node was started in the directory
     */
    public GrpcSecurity security(HostPort target, Optional<HostPort> enrollment) {
        if (!Files.isDirectory(directory.tokens()) && !Files.isDirectory(directory.operator())) {
            if (isLoopback(target)) {
                return GrpcSecurity.plaintext();
            }
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there is no operator's certificate in " + directory.operator() + ", which " + target
                            + " wants to see. --data names another node's directory");
        }
        try (FileChannel alone =
                FileChannel.open(directory.operatorLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            alone.lock(); // until the file is closed
            return enrolled(enrollment.orElse(target)).security();
        } catch (EnrollmentFailure e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "no operator's certificate: " + e.getMessage() + ". Does the node run? ./p2psip status tells");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the operator's certificate in " + directory.path() + " cannot be used: " + e);
        }
    }

    private MemberKeys enrolled(HostPort server) throws EnrollmentFailure, IOException {
        MemberKeys keys = new MemberKeys(
                new MemberSettings(
                        directory.operator(),
                        token(),
                        Files.exists(directory.authorities()) ? Optional.of(directory.authorities()) : Optional.empty(),
                        Duration.ofMinutes(1),
                        RENEW_PERCENT),
                Role.OPERATOR,
                connection -> new EnrollmentConnection(server.toString(), Role.OPERATOR, connection),
                InstantSource.system(),
                new TlsCounts());
        keys.enrollIfNeeded();
        return keys;
    }

    /** That of any site: an operator's site does not matter. */
    private MemberSettings.Token token() throws IOException {
        if (!Files.isDirectory(directory.tokens())) {
            return new MemberSettings.Token.None();
        }
        if (Files.exists(directory.invitation())) {
            return new MemberSettings.Token.InFile(directory.invitation());
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory.tokens(), Role.OPERATOR.label() + "@*.token")) {
            for (Path file : files) {
                return new MemberSettings.Token.InFile(file);
            }
        }
        return new MemberSettings.Token.None();
    }

    private static boolean isLoopback(HostPort target) {
        try {
            return InetAddress.getByName(target.host()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
