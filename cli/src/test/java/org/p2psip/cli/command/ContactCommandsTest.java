package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.cli.ExitCode;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.WatchEvent;

class ContactCommandsTest {
    private static final String ALICE = "sip:alice@example.org";

    private FakeNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new FakeNode();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private CommandRun run(String... args) {
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--target";
        all[args.length + 1] = node.target();
        return CommandRun.of(all);
    }

    @Test
    void contactThatWasPutIsGot() {
        assertThat(run("put", ALICE, "--contact", "sip:alice@192.0.2.1:5070", "--expires", "60", "--q", "0.25")
                        .exitCode())
                .isEqualTo(ExitCode.OK);

        CommandRun get = run("get", ALICE);

        assertThat(get.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(get.out())
                .contains(ALICE, "sip:alice@192.0.2.1:5070", "q=0.25", "expires in 60 s", "put by the operator");
    }

    @Test
    void watchPrintsWhatIsThereAndALineForEachChange() {
        run("put", ALICE, "--contact", "sip:alice@192.0.2.1:5070");
        node.changes.add(WatchEvent.newBuilder().setResync(true).build());
        RegistrationEvent.Builder change = RegistrationEvent.newBuilder().setAtMs(1_000);
        node.changes.add(WatchEvent.newBuilder()
                .setChange(change.setChange(RegistrationEvent.Change.CHANGE_WRITTEN))
                .build());
        node.changes.add(WatchEvent.newBuilder()
                .setChange(change.setChange(RegistrationEvent.Change.CHANGE_EXPIRED))
                .build());

        CommandRun watch = run("watch", ALICE, "--changes", "2");

        assertThat(watch.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(watch.out().lines())
                .satisfiesExactly(
                        now -> assertThat(now).endsWith(" now: sip:alice@192.0.2.1:5070"),
                        written ->
                                assertThat(written).isEqualTo("1970-01-01T00:00:01Z written: sip:alice@192.0.2.1:5070"),
                        expired -> assertThat(expired).startsWith("1970-01-01T00:00:01Z expired: "));
    }

    @Test
    void contactOfANodeWithoutTlsCannotBeVerified() {
        run("put", ALICE, "--contact", "sip:alice@192.0.2.1:5070");

        CommandRun get = run("get", ALICE, "--verify");

        assertThat(get.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(get.err()).contains("signatures cannot be verified", "without TLS");
    }

    @Test
    void contactOfAPhoneIsShownWithWhoRegisteredItAndItsPath() {
        EdgeRegistration registration = EdgeRegistration.newBuilder()
                .setContact("sip:alice@10.0.0.1")
                .setQ(1000)
                .addPath("<sip:token@192.0.2.9;lr>")
                .setAuthenticatedUser("alice@example.org")
                .setAuthentication("SHA-256")
                .setEdge("edge-1")
                .build();
        node.records.put(
                "alice@example.org",
                Map.of(
                        ByteString.copyFromUtf8("urn:uuid:1;1"),
                        StoredEntry.newBuilder()
                                .setDictionaryKey(ByteString.copyFromUtf8("urn:uuid:1;1"))
                                .setExists(true)
                                .setLifetimeS(1800)
                                .setValue(registration.toByteString())
                                .build()));

        assertThat(run("get", ALICE).out())
                .contains("authenticated as alice@example.org (SHA-256)", "path <sip:token@192.0.2.9;lr>");
        JsonObject json =
                JsonParser.parseString(run("get", ALICE, "--json").out()).getAsJsonObject();
        JsonObject contact = json.getAsJsonArray("contacts").get(0).getAsJsonObject();
        assertThat(json.get("aor").getAsString()).isEqualTo(ALICE);
        assertThat(contact.get("contact").getAsString()).isEqualTo("sip:alice@10.0.0.1");
        assertThat(contact.get("q").getAsDouble()).isEqualTo(1.0);
        assertThat(contact.get("expires").getAsInt()).isEqualTo(1800);
        assertThat(contact.get("authenticatedUser").getAsString()).isEqualTo("alice@example.org");
        assertThat(contact.getAsJsonArray("path").get(0).getAsString()).isEqualTo("<sip:token@192.0.2.9;lr>");
    }

    @Test
    void preferredContactComesFirst() {
        run("put", ALICE, "--contact", "sip:second@192.0.2.1", "--q", "0.1");
        run("put", ALICE, "--contact", "sip:first@192.0.2.1", "--q", "0.9");

        assertThat(run("get", ALICE).out()).containsSubsequence("sip:first@", "sip:second@");
    }

    @Test
    void addressWithoutContactsIsNotFound() {
        CommandRun get = run("get", ALICE);

        assertThat(get.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(get.out()).isEmpty();
        assertThat(get.err()).contains(ALICE, "not found");
    }

    @Test
    void oneContactIsRemovedByAUriThatMeansTheSame() {
        run("put", ALICE, "--contact", "sip:alice@192.0.2.1:5070");
        run("put", ALICE, "--contact", "sip:alice@192.0.2.2:5070");

        CommandRun remove = run("remove", ALICE, "--contact", "SIP:%61lice@192.0.2.1:5070");

        assertThat(remove.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(remove.out()).contains("192.0.2.1").doesNotContain("192.0.2.2");
        assertThat(run("get", ALICE).out()).contains("192.0.2.2").doesNotContain("192.0.2.1");
    }

    @Test
    void allContactsAreRemovedWhereNoneIsNamed() {
        run("put", ALICE, "--contact", "sip:alice@192.0.2.1:5070");
        run("put", ALICE, "--contact", "sip:alice@192.0.2.2:5070");

        assertThat(run("remove", ALICE).exitCode()).isEqualTo(ExitCode.OK);

        assertThat(run("get", ALICE).exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(run("remove", ALICE).exitCode()).isEqualTo(ExitCode.ABSENT);
    }

    @Test
    void contactThatIsNotRegisteredIsNamedWithThoseThatAre() {
        run("put", ALICE, "--contact", "sip:alice@192.0.2.1:5070");

        CommandRun remove = run("remove", ALICE, "--contact", "sip:alice@192.0.2.7");

        assertThat(remove.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(remove.err()).contains("sip:alice@192.0.2.7", "sip:alice@192.0.2.1:5070");
    }

    @Test
    void nodeThatCannotServeSaysWhy() {
        node.isUnavailable = true;

        CommandRun get = run("get", ALICE);

        assertThat(get.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(get.err()).contains("cannot serve now", "storage cannot be reached");
    }

    @Test
    void silentAddressIsNamed() {
        String target = node.target();
        node.close();

        CommandRun get = run("get", ALICE);

        assertThat(get.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(get.err()).contains("no answer from the routing service at " + target);
    }

    @Test
    void peersAreListedWithTheirRanges() {
        CommandRun peers = run("peers");

        assertThat(peers.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(peers.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "overlay example.org, about 2 peers, this one is in the ring",
                        "NODE-ID FIRST RESOURCE-ID LAST RESOURCE-ID SITE ADDRESS STATE",
                        "00112233445566778899aabbccddeeff ff112233445566778899aabbccddef00"
                                + " 00112233445566778899aabbccddeeff local 127.0.0.1:7460 this peer",
                        "ff112233445566778899aabbccddeeff 00112233445566778899aabbccddef00"
                                + " ff112233445566778899aabbccddeeff far - unreachable");
    }

    @Test
    void traceOfALookupShowsItsHopsWithTimes() {
        CommandRun trace = run("trace", "sip:alice@Example.org");

        assertThat(trace.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(trace.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "HOP AFTER NODE-ID SITE ADDRESS",
                        "0 0.00 ms 00112233445566778899aabbccddeeff local -",
                        "1 1.25 ms ff112233445566778899aabbccddeeff alice@example.org 192.0.2.1:7460");
    }

    @Test
    void traceOfWhatIsNeitherAUserNorASwitchSaysWhatWouldBeRight() {
        CommandRun trace = run("trace", "perhaps");

        assertThat(trace.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(trace.err()).contains("\"perhaps\" is no address of record", "Nor is it on or off");
    }

    @Test
    void peerAnswersAMessage() {
        CommandRun send = run("send", "00112233445566778899aabbccddeeff", "--body", "hello");

        assertThat(send.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(send.out()).contains("00112233445566778899aabbccddeeff", "1 hop: hello");
    }

    @Test
    void messageToNobodyIsNotFound() {
        CommandRun send = run("send", ALICE);

        assertThat(send.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(send.err()).contains("not found: no such node");
    }
}
