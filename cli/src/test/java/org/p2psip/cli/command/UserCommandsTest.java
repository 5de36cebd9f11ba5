package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.cli.ExitCode;
import org.p2psip.proto.v1.DigestHash;

class UserCommandsTest {
    private final InputStream realInput = System.in;
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

    private CommandRun enrollUser(String aor, String input) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return CommandRun.of("enroll", "user", aor, "--password-stdin", "--target", node.target());
    }

    private CommandRun enrollUsers(String input) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return CommandRun.of("enroll", "users", "--stdin", "--target", node.target());
    }

    @Test
    void onlyHashesOfAPasswordTravel() {
        CommandRun enroll = enrollUser("sip:bob@Example.ORG", "zanzibar\n");

        assertThat(enroll.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(enroll.out()).contains("enrolled sip:bob@example.org");
        assertThat(node.users.get("sip:bob@example.org").toString()).doesNotContain("zanzibar");
        // echo -n bob:example.org:zanzibar | md5sum, sha256sum
        assertThat(node.users.get("sip:bob@example.org").getHashesList())
                .filteredOn(hash -> !hash.getAlgorithm().equals("SHA-512-256"))
                .extracting(DigestHash::getAlgorithm, DigestHash::getRealm, DigestHash::getHa1)
                .containsExactlyInAnyOrder(
                        tuple("MD5", "example.org", "ea1fb74230fb546b758c1c4c0370d512"),
                        tuple(
                                "SHA-256",
                                "example.org",
                                "d2beccef45544bf36d92dcb60c0806cebdd0224e5cb2c9c1224a6524ebce1d70"));
    }

    @Test
    void secondEnrollmentChangesThePassword() {
        enrollUser("sip:alice@example.org", "one\n");

        assertThat(enrollUser("sip:alice@example.org", "two\n").out()).contains("new password");
    }

    @Test
    void emptyPasswordIsRefused() {
        assertThat(enrollUser("sip:alice@example.org", "\n").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(enrollUser("sip:alice@example.org", "").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(node.users).isEmpty();
    }

    @Test
    void userOfAnotherDomainIsRefusedAsTheNodeSays() {
        CommandRun enroll = enrollUser("sip:alice@example.net", "secret\n");

        assertThat(enroll.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(enroll.err()).contains("not one of this overlay");
    }

    @Test
    void everyFailedLineIsNamedAndTheOthersAreEnrolled() {
        CommandRun enroll = enrollUsers(
                """
                # users of the test
                sip:alice@example.org,secret, with a comma
                sip:bob@example.org the password of bob

                nobody secret
                sip:carol@example.net,secret
                sip:dave@example.org
                sip:erin@example.org	tab
                """);

        assertThat(enroll.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(enroll.out()).contains("enrolled 3 users, 3 failed");
        assertThat(enroll.err())
                .contains(
                        "line 5: \"nobody\" is no address of record",
                        "line 6: the domain is not one of this overlay",
                        "line 7: there is no password behind sip:dave@example.org");
        assertThat(node.users).containsOnlyKeys("sip:alice@example.org", "sip:bob@example.org", "sip:erin@example.org");
    }

    @Test
    void manyUsersAreEnrolledOnOneStream() {
        String lines = IntStream.range(0, 2000)
                .mapToObj(i -> "sip:user" + i + "@example.org,secret" + i)
                .collect(Collectors.joining("\n"));

        CommandRun enroll = enrollUsers(lines);

        assertThat(enroll.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(enroll.out()).contains("enrolled 2000 users, 0 failed");
        assertThat(node.users).hasSize(2000);
    }

    @Test
    void nodeThatIsGoneFailsTheWholeList() {
        node.close();

        CommandRun enroll = enrollUsers("sip:alice@example.org,secret\n");

        assertThat(enroll.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(enroll.err()).contains("no answer from the routing service");
        assertThat(enroll.out()).contains("enrolled 0 users");
    }

    @Test
    void usersAreListedInTheOrderOfTheirAddresses() {
        enrollUsers("sip:bob@example.org,b\nsip:alice@example.org,a\n");

        CommandRun users = CommandRun.of("users", "--target", node.target());

        assertThat(users.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(users.out().lines().map(line -> line.split(" ")[0]))
                .containsExactly("sip:alice@example.org", "sip:bob@example.org");
    }

    @Test
    void disabledUserIsListedAsSuchUntilItIsEnabled() {
        enrollUser("sip:alice@example.org", "secret\n");

        CommandRun disable = CommandRun.of("users", "disable", "sip:alice@example.org", "--target", node.target());

        assertThat(disable.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(disable.out()).contains("disabled user sip:alice@example.org and ended 1 registrations");
        assertThat(CommandRun.of("users", "--target", node.target()).out()).contains("disabled");
        CommandRun.of("users", "enable", "sip:alice@example.org", "--target", node.target());
        assertThat(CommandRun.of("users", "--target", node.target()).out()).doesNotContain("disabled");
    }

    @Test
    void userWhoIsNotEnrolledCannotBeDisabled() {
        CommandRun disable = CommandRun.of("users", "disable", "sip:nobody@example.org", "--target", node.target());

        assertThat(disable.exitCode()).isEqualTo(ExitCode.ABSENT);
    }

    @Test
    void removedUserIsGone() {
        enrollUser("sip:alice@example.org", "secret\n");

        CommandRun remove = CommandRun.of("remove", "user", "sip:alice@example.org", "--target", node.target());

        assertThat(remove.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(remove.out()).contains("removed user sip:alice@example.org and 2 registered contacts");
        assertThat(CommandRun.of("remove", "user", "sip:alice@example.org", "--target", node.target())
                        .exitCode())
                .isEqualTo(ExitCode.ABSENT);
    }
}
