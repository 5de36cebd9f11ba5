package org.p2psip.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.admission.Denial;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.sip.SipRegistration;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TestOverlay;
import org.p2psip.tls.TlsCounts;

class SignedRecordsTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Instant NOW = TestOverlay.BEGIN.plusSeconds(60);

    private final TestOverlay members = new TestOverlay();
    private final MemberCertificate bob = members.member(Role.USER);
    private final String user = bob.identity().userName();
    private final ConcurrentLinkedDeque<PutRequest> puts = new ConcurrentLinkedDeque<>();
    private final FakePeer peer = new FakePeer(this::stored);
    private final OverlayClient client = new OverlayClient(new ClientOptions(
            "example.org",
            Ways.of(List.of(peer.address())),
            List.of(),
            Duration.ofSeconds(10),
            16,
            address -> ManagedChannelBuilder.forTarget(address)
                    .usePlaintext()
                    .directExecutor()
                    .build()));
    private final SignedRecords records = records(Optional.of(bob));

    @AfterEach
    void stop() {
        records.close();
        client.close();
        peer.close();
    }

    /** A peer that answers with what was put last. */
    private Result.Builder stored(Operation operation) {
        if (operation.hasPut()) {
            puts.add(operation.getPut());
            return Result.newBuilder().setPut(PutResponse.getDefaultInstance());
        }
        KindWrite last = puts.getLast().getKinds(0);
        return Result.newBuilder()
                .setGet(GetResponse.newBuilder()
                        .addKinds(KindState.newBuilder().setKind(last.getKind()).addAllEntries(last.getEntriesList())));
    }

    private SignedRecords records(Optional<MemberCertificate> own) {
        InstantSource clock = () -> NOW;
        return new SignedRecords(
                client, GrpcSecurity.mutualTls(() -> own, members::trust, clock, new TlsCounts()), clock);
    }

    private KindWrite registration(String nodeId) {
        return KindWrite.newBuilder()
                .setKind(KindCatalog.SIP_REGISTRATION)
                .addEntries(StoredEntry.newBuilder()
                        .setDictionaryKey(ByteString.copyFrom(HexFormat.of().parseHex(nodeId)))
                        .setExists(true)
                        .setValue(ByteString.copyFrom(new SipRegistration.Uri("sip:bob@192.0.2.4")
                                .encoded()
                                .toByteArray()))
                        .setLifetimeS(600))
                .build();
    }

    private String node() {
        Identity identity = bob.identity();
        return identity.nodeIds().getFirst();
    }

    @Test
    void whatAUserWritesIsReadAsSignedByIt() {
        assertThat(records.put(user, registration(node()))).succeedsWithin(SOON);

        assertThat(records.get(user, KindCatalog.SIP_REGISTRATION))
                .succeedsWithin(SOON)
                .satisfies(read -> assertThat(read).singleElement().satisfies(value -> {
                    assertThat(value.isGenuine()).isTrue();
                    assertThat(value.verdict()).isInstanceOfSatisfying(Admission.Admitted.class, by -> assertThat(
                                    by.by().userName())
                            .isEqualTo(user));
                }));
    }

    @Test
    void whatAPeerInventedIsNotGenuine() {
        puts.add(PutRequest.newBuilder().addKinds(registration(node())).build());
        assertDenied(Denial.UNSIGNED);
        assertThat(records.put(user, registration("00000000000000000000000000000099")))
                .succeedsWithin(SOON);
        assertDenied(Denial.POLICY);
    }

    private void assertDenied(Denial why) {
        assertThat(records.get(user, KindCatalog.SIP_REGISTRATION))
                .succeedsWithin(SOON)
                .satisfies(read -> assertThat(read)
                        .singleElement()
                        .extracting(SignedRecords.Verified::verdict)
                        .isInstanceOfSatisfying(Admission.Denied.class, denied -> assertThat(denied.why())
                                .isEqualTo(why)));
    }

    @Test
    void aWriteThatIsTooOldIsSignedAnewWithALaterTime() {
        long ahead = NOW.toEpochMilli() + 1_000;
        peer.behaves(operation -> {
            peer.behaves(this::stored);
            return Result.newBuilder()
                    .setError(Error.newBuilder()
                            .setCode(ErrorCode.ERROR_CODE_DATA_TOO_OLD)
                            .setStoredStorageTimeMs(ahead));
        });

        assertThat(records.put(user, registration(node()))).succeedsWithin(SOON);
        assertThat(puts.getLast().getKinds(0).getEntries(0).getStorageTimeMs()).isEqualTo(ahead + 1);
    }

    @Test
    void whoIsNotEnrolledSignsNothing() {
        try (SignedRecords nobody = records(Optional.empty())) {
            assertThat(nobody.put(user, registration(node())))
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("not enrolled");
        }
        assertThat(puts).isEmpty();
    }

    @Test
    void writesOfOneMomentShareASignature() {
        assertThat(records.put(user, registration(node()))).succeedsWithin(SOON);
        CompletableFuture<?>[] more = new CompletableFuture<?>[10];
        Arrays.setAll(more, i -> records.put(user, registration(node())));

        assertThat(CompletableFuture.allOf(more)).succeedsWithin(SOON);
        assertThat(puts)
                .anyMatch(put -> put.getKinds(0).getEntries(0).getSignature().getMerkleSize() > 1);
    }

    @Test
    void theCertificateIsSentAlongUntilTheStoreHasIt() {
        assertThat(records.put(user, registration(node()))).succeedsWithin(SOON);
        assertThat(records.put(user, registration(node()))).succeedsWithin(SOON);
        peer.behaves(operation -> {
            peer.behaves(this::stored);
            return Result.newBuilder().setError(Error.newBuilder().setCode(ErrorCode.ERROR_CODE_CERTIFICATE_UNKNOWN));
        });
        assertThat(records.put(user, registration(node()))).succeedsWithin(SOON);

        assertThat(puts)
                .extracting(put -> put.getKinds(0)
                        .getEntries(0)
                        .getSignature()
                        .getCertificate()
                        .isEmpty())
                .containsExactly(false, true, false);
    }

    @Test
    void whatWasClosedSignsNothing() {
        records.close();

        assertThat(records.put(user, registration(node())))
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the client is closed");
    }
}
