package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.join.Invitation;
import org.p2psip.proto.v1.CreateTokenRequest;
import org.p2psip.tls.Fingerprint;

class CertificateCommandsTest {
    private final InputStream realInput = System.in;

    @TempDir
    private Path directory;

    private FakeNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new FakeNode();
    }

    @AfterEach
    void stopNode() {
        System.setIn(realInput);
        node.close();
    }

    private CommandRun run(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--target";
        all[words.length + 1] = node.target();
        return CommandRun.of(all);
    }

    @Test
    void invitationToANewSiteAloneIsOnStandardOutput() {
        CommandRun run = run("enroll", "peer", "--uses", "2", "--expires", "30");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        Invitation invitation = Invitation.parse(run.out());
        assertThat(invitation.token()).isEqualTo(FakeCertificates.TOKEN);
        assertThat(invitation.authority()).isEqualTo(Fingerprint.of(FakeCertificates.CA));
        assertThat(invitation.site()).matches("site-[0-9a-f]{8}");
        assertThat(run.err())
                .contains("--join HOST:PORT --token " + invitation.text())
                .contains("good 2 times");
        assertThat(node.certificates.tokens)
                .containsExactly(CreateTokenRequest.newBuilder()
                        .addAllRoles(List.of("peer", "store", "edge", "relay"))
                        .setSite(invitation.site())
                        .setValidS(1800)
                        .setUses(8)
                        .build());
    }

    @Test
    void invitationMayBeForAnOperatorToo() {
        CommandRun run = run("enroll", "peer", "--site", "berlin", "--operator");

        assertThat(Invitation.parse(run.out()).site()).isEqualTo("berlin");
        assertThat(node.certificates.tokens)
                .containsExactly(CreateTokenRequest.newBuilder()
                        .addAllRoles(List.of("peer", "store", "edge", "relay", "operator"))
                        .setSite("berlin")
                        .setValidS(3600)
                        .setUses(5)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101"})
    void tokenForTooManyOrNoneIsNotAskedFor(String uses) {
        CommandRun token = run("enroll", "peer", "--uses", uses);

        assertThat(token.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(token.err()).contains("--uses is " + uses + ", expected 1 to 100");
        assertThat(node.certificates.tokens).isEmpty();
    }

    @Test
    void tokenAloneIsOnStandardOutput() {
        CommandRun token = run("enroll", "peer", "--role", "peer");

        assertThat(token.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(token.out().strip()).isEqualTo(FakeCertificates.TOKEN);
        assertThat(token.err()).contains("for peer, until 1970-01-01T00:00:01Z");
        assertThat(node.certificates.tokens)
                .containsExactly(CreateTokenRequest.newBuilder()
                        .addRoles("peer")
                        .setValidS(3600)
                        .setUses(1)
                        .build());
    }

    @Test
    void rolesSiteAndTimeOfATokenAreTold() {
        run("enroll", "peer", "--role", "edge,relay", "--site", "far", "--valid-minutes", "5");

        assertThat(node.certificates.tokens)
                .containsExactly(CreateTokenRequest.newBuilder()
                        .addRoles("edge")
                        .addRoles("relay")
                        .setSite("far")
                        .setValidS(300)
                        .setUses(1)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10081"})
    void tokenThatIsGoodForTooLongOrNotAtAllIsNotAskedFor(String minutes) {
        CommandRun token = run("enroll", "peer", "--valid-minutes", minutes);

        assertThat(token.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(token.err()).contains("--valid-minutes is " + minutes + ", expected 1 to 10080");
        assertThat(node.certificates.tokens).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestIsSentAsDerWhateverTheFileIs(boolean isPem) throws Exception {
        byte[] der = {0x30, 0x03, 0x02, 0x01, 0x07};
        Path file = directory.resolve("request");
        String pem = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getEncoder().encodeToString(der) + "\n-----END CERTIFICATE REQUEST-----\n";
        Files.write(file, isPem ? pem.getBytes(StandardCharsets.US_ASCII) : der);
        System.setIn(new ByteArrayInputStream((FakeCertificates.TOKEN + "\n").getBytes(StandardCharsets.US_ASCII)));

        CommandRun enroll = run("enroll", "certificate", "--csr", file.toString(), "--token-stdin");

        assertThat(enroll.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(node.certificates.enrolled).singleElement().satisfies(request -> assertThat(request.getCsr())
                .isEqualTo(ByteString.copyFrom(der)));
        assertThat(enroll.out())
                .isEqualTo("-----BEGIN CERTIFICATE-----\nY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n");
    }

    @Test
    void wrongTokenAndMissingFileAreSaidSo() throws Exception {
        Path file = Files.write(directory.resolve("request"), new byte[] {1});
        System.setIn(new ByteArrayInputStream("wrong\n".getBytes(StandardCharsets.US_ASCII)));
        CommandRun wrong = run("enroll", "certificate", "--csr", file.toString(), "--token-stdin");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(wrong.err()).contains("the token is not known");

        System.setIn(new ByteArrayInputStream(new byte[0]));
        assertThat(run("enroll", "certificate", "--csr", file.toString(), "--token-stdin")
                        .err())
                .contains("no token on standard input");
        CommandRun missing = run("enroll", "certificate", "--csr", directory + "/none", "--token-stdin");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).contains("cannot read the certificate request");
    }

    @Test
    void certificatesAreRevokedByNodeSerialOrUser() {
        String id = "0123456789abcdef0123456789abcdef";
        assertThat(run("revoke", id).out()).contains("revoked 2 certificates");
        run("revoke", "--serial", "ff01");
        run("revoke", "--user", "sip:Alice@Example.ORG");

        assertThat(node.certificates.revoked).hasSize(3);
        assertThat(node.certificates.revoked.get(0).getNodeId()).isEqualTo(ByteString.fromHex(id));
        assertThat(node.certificates.revoked.get(1).getSerial()).isEqualTo(ByteString.fromHex("00ff01"));
        assertThat(node.certificates.revoked.get(2).getUser()).isEqualTo("Alice@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revoke",
                "revoke 0123",
                "revoke 0123456789abcdef0123456789abcdeg",
                "revoke --serial xyz",
                "revoke --serial 01 --user sip:alice@example.org",
                "authority destroy"
            })
    void whatCannotBeMeantIsNotTried(String line) {
        assertThat(run(line.split(" ")).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(node.certificates.revoked).isEmpty();
    }

    @Test
    void authorityTellsTheNextStep() {
        assertThat(run("authority").out()).contains("next step: retire");
    }
}
