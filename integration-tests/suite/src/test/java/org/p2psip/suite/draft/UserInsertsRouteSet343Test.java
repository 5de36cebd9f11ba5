package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.client.ClientOptions;
import org.p2psip.client.OverlayClient;
import org.p2psip.client.OverlayException;
import org.p2psip.client.SignedRecords;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.sip.RouteSet;
import org.p2psip.storage.sip.SipRegistration;
import org.p2psip.suite.node.EnrolledUser;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.sip.CallingPhone;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipResponse;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;

/**
 * Section 3.4.3: a user enrolls, with a password and a certificate; its program inserts a signed route-set (Contact and
 * Path) under the user's name, and calls by an edge reach it. Nobody else inserts one there, nor does a disabled user.
 */
@ExtendWith(SharedNode.class)
class UserInsertsRouteSet343Test {
    private static final Path FILES = Path.of("target", "draft-343").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final User BOB = User.named("bob-343");
    private static final User MALLORY = User.named("mallory-343");
    private static final User CALLER = User.named("caller-343");

    @BeforeAll
    static void enroll(Node node) {
        node.enroll(List.of(CALLER));
    }

    @Test
    void callByAnEdgeReachesTheContactByThePathThatTheUserSigned(Node node) throws Exception {
        MemberCertificate bob = EnrolledUser.at(node, BOB, FILES);
        GrpcSecurity security = EnrolledUser.security(bob);
        try (SipProbe proxy = new SipProbe(node.sip());
                OverlayClient overlay = client(node, security);
                SignedRecords records = new SignedRecords(overlay, security, InstantSource.system())) {
            RouteSet here =
                    new RouteSet("sip:bob-343@192.0.2.4:5060", List.of("<sip:127.0.0.1:" + proxy.localPort() + ";lr>"));

            assertThat(insert(records, BOB, bob, here)).succeedsWithin(SOON);

            assertThat(records.get(BOB.name() + "@" + BOB.domain(), KindCatalog.SIP_REGISTRATION))
                    .succeedsWithin(SOON)
                    .satisfies(read -> assertThat(read).singleElement().matches(SignedRecords.Verified::isGenuine));
            assertThat(node.run("get", BOB.aor(), "--verify").succeeded().output())
                    .contains("sip:bob-343@192.0.2.4:5060", "signed by bob-343@");
            SipResponse invite = call(node, proxy, BOB);
            assertThat(invite.text()).startsWith("INVITE sip:bob-343@192.0.2.4:5060");
            assertThat(invite.headers("Route").getFirst()).contains("127.0.0.1:" + proxy.localPort());

            disabledUserIsOutAndStaysOut(node, records, bob, here);
        }
    }

    private static void disabledUserIsOutAndStaysOut(
            Node node, SignedRecords records, MemberCertificate bob, RouteSet here) {
        assertThat(node.run("users", "disable", BOB.aor()).succeeded().output()).contains("ended 1 registrations");
        try (CallingPhone caller = new CallingPhone(node.sip(), CALLER.name(), CALLER.domain(), CALLER.password())) {
            Await.until(
                    "nobody is there any more",
                    SOON,
                    () -> caller.attempt(BOB.aor(), "gone-" + System.nanoTime()).status() == 480);
        }
        assertThat(insert(records, BOB, bob, here)).failsWithin(SOON);
        node.run("get", BOB.aor()).endedWith(Node.NOT_FOUND);
    }

    @Test
    void anotherUsersCertificateInsertsNothing(Node node) throws Exception {
        MemberCertificate mallory = EnrolledUser.at(node, MALLORY, FILES);
        GrpcSecurity security = EnrolledUser.security(mallory);
        try (OverlayClient overlay = client(node, security);
                SignedRecords records = new SignedRecords(overlay, security, InstantSource.system())) {
            RouteSet there = new RouteSet("sip:mallory@192.0.2.66", List.of());

            assertThat(insert(records, CALLER, mallory, there))
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOfSatisfying(OverlayException.class, refused -> assertThat(refused.code())
                            .isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN))
                    .withMessageContaining("mallory-343@");
            assertThat(records.get(CALLER.name() + "@" + CALLER.domain(), KindCatalog.SIP_REGISTRATION))
                    .succeedsWithin(SOON)
                    .satisfies(read -> assertThat(read).isEmpty());
        }
    }

    private static OverlayClient client(Node node, GrpcSecurity security) {
        return new OverlayClient(ClientOptions.secured(security, Node.DOMAIN, "127.0.0.1:" + node.portBase()));
    }

    private static CompletableFuture<PutResponse> insert(
            SignedRecords records, User user, MemberCertificate by, RouteSet here) {
        StoredEntry entry = StoredEntry.newBuilder()
                .setDictionaryKey(ByteString.copyFrom(
                        HexFormat.of().parseHex(by.identity().nodeIds().getFirst())))
                .setExists(true)
                .setValue(ByteString.copyFrom(
                        new SipRegistration.Uri(here.toUri()).encoded().toByteArray()))
                .setLifetimeS(600)
                .build();
        return records.put(
                user.name() + "@" + user.domain(),
                KindWrite.newBuilder()
                        .setKind(KindCatalog.SIP_REGISTRATION)
                        .addEntries(entry)
                        .build());
    }

    /** Calls by the edge, and answers as the proxy of the path; returns the INVITE that came to it. */
    private static SipResponse call(Node node, SipProbe proxy, User called) {
        try (CallingPhone caller = new CallingPhone(node.sip(), CALLER.name(), CALLER.domain(), CALLER.password())) {
            CompletableFuture<Void> over = CompletableFuture.runAsync(() ->
                    caller.call(called.aor(), "by-path-" + System.nanoTime()).hangUp());
            SipResponse invite = proxy.await(message -> message.text().startsWith("INVITE "), SOON);
            proxy.answer(invite, "Contact: <sip:127.0.0.1:" + proxy.localPort() + ">");
            proxy.answer(proxy.await(message -> message.text().startsWith("BYE "), SOON));
            assertThat(over).succeedsWithin(SOON);
            return invite;
        }
    }
}
