package org.p2psip.suite.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;

/** A peer enrolls (draft section 3.4.1), and OpenSSL reads what it gets. */
@NeedsPrograms("openssl")
@ExtendWith(SharedNode.class)
class CertificateTest {
    private static final Pattern NODE =
            Pattern.compile("URI:reload://0110([0-9a-f]{32})@" + Node.DOMAIN + "/, email:\\1@" + Node.DOMAIN);

    @TempDir
    private Path directory;

    private static String token(Node node, String... more) {
        String[] command = new String[2 + more.length];
        command[0] = "enroll";
        command[1] = "peer";
        System.arraycopy(more, 0, command, 2, more.length);
        return node.run(command).succeeded().output().strip();
    }

    private static Finished enroll(Node node, Path csr, String token) {
        return node.runWithInput(token + "\n", "enroll", "certificate", "--token-stdin", "--csr", csr.toString());
    }

    private static Path authorities(Node node, OpenSsl ssl) {
        return ssl.file("ca.pem", node.run("authority", "--pem").succeeded().output());
    }

    private static Path lists(Node node, OpenSsl ssl) {
        return ssl.file(
                "lists.pem", node.run("authority", "--lists").succeeded().output());
    }

    @Test
    void enrolledPeerIsVerifiedByOthersUntilItIsRevoked(Node node) {
        OpenSsl ssl = new OpenSsl(directory);
        Path csr = ssl.request("peer");
        String token = token(node, "--role", "peer,store");

        Path chain = ssl.file("peer.pem", enroll(node, csr, token).succeeded().output());

        String text = ssl.run("x509", "-in", chain.toString(), "-noout", "-text")
                .succeeded()
                .output();
        Matcher names = NODE.matcher(text);
        assertThat(names.find()).as(text).isTrue();
        assertThat(text).contains("X509v3 Subject Alternative Name: critical", "Public-Key: (256 bit)");
        assertThat(ssl.run("x509", "-in", chain.toString(), "-noout", "-subject")
                        .succeeded()
                        .output()
                        .strip())
                .isEqualTo("subject=");
        ssl.verify(authorities(node, ssl), lists(node, ssl), chain).succeeded();

        node.run("revoke", names.group(1)).succeeded();
        assertThat(ssl.verify(authorities(node, ssl), lists(node, ssl), chain).said())
                .contains("certificate revoked");
    }

    @Test
    void tokenIsGoodOnceAlsoWhenTheEnrollmentServerIsKilled(Node node) {
        OpenSsl ssl = new OpenSsl(directory);
        Path csr = ssl.request("peer");
        String used = token(node, "--role", "peer");
        String open = token(node, "--role", "peer");
        Path chain = ssl.file("peer.pem", enroll(node, csr, used).succeeded().output());

        node.kill("routing");
        node.up();

        Finished again = enroll(node, csr, used);
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.errors()).contains("the token was used");
        enroll(node, csr, open).succeeded();
        ssl.verify(authorities(node, ssl), lists(node, ssl), chain).succeeded();
    }

    @Test
    void certificatesOfBothAuthoritiesAreGoodDuringARollOver(Node node) {
        OpenSsl ssl = new OpenSsl(directory);
        Path csr = ssl.request("peer");
        Path before = ssl.file(
                "before.pem",
                enroll(node, csr, token(node, "--role", "peer")).succeeded().output());

        node.run("authority", "prepare").succeeded();
        assertThat(node.run("authority", "activate").succeeded().output()).contains("next step: retire");
        Path after = ssl.file(
                "after.pem",
                enroll(node, csr, token(node, "--role", "peer")).succeeded().output());
        ssl.verify(authorities(node, ssl), lists(node, ssl), before).succeeded();
        ssl.verify(authorities(node, ssl), lists(node, ssl), after).succeeded();

        assertThat(node.run("authority", "retire").errors()).contains("are still valid");
    }
}
