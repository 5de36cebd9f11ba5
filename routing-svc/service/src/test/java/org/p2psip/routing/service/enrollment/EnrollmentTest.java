package org.p2psip.routing.service.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.proto.v1.DigestHash;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.EnrollmentGrpc;
import org.p2psip.proto.v1.EnrollmentGrpc.EnrollmentBlockingStub;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetConfigurationRequest;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.ListUsersRequest;
import org.p2psip.proto.v1.OverlayConfiguration;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.RemoveUserRequest;
import org.p2psip.proto.v1.SetUserDisabledRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.UserInfo;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;
import org.p2psip.routing.service.RunningService;
import org.p2psip.routing.service.operation.Errors;

@QuarkusTest
class EnrollmentTest extends RunningService {
    @Test
    void userIsCreatedOnceThenChangedAndKeepsTheDayOfEnrollment() throws InvalidProtocolBufferException {
        EnrollUserResponse first = enrollment().enrollUser(user("sip:Alice@Example.ORG", 'a'));
        assertThat(first.getCreated()).isTrue();
        assertThat(first.getAor()).isEqualTo("sip:Alice@Example.ORG");
        Credentials created = credentials("Alice@example.org");
        assertThat(enrollment().enrollUser(user("sip:Alice@example.org", 'b')).getCreated())
                .isFalse();
        Credentials changed = credentials("Alice@example.org");
        assertThat(changed.getHashes(0).getHa1()).isEqualTo("b".repeat(32));
        assertThat(changed.getEnrolledAtMs())
                .isEqualTo(created.getEnrolledAtMs())
                .isPositive();
        assertThat(changed.getAor()).isEqualTo("Alice@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "sip:alice@elsewhere.net", "sip:alice@example.org:5060", ""})
    void nameThatIsNoUserOfThisOverlayIsRefused(String name) {
        assertRefused(
                () -> enrollment()
                        .enrollUser(user("sip:x@example.org", 'a').toBuilder()
                                .setAor(name)
                                .build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE);
        assertRefused(
                () -> enrollment()
                        .removeUser(RemoveUserRequest.newBuilder().setAor(name).build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE);
    }

    @Test
    void hashOfWrongLengthAndBrokenCertificateRequestAreRefused() {
        EnrollUserRequest good = user("sip:x@example.org", 'a');
        EnrollUserRequest shortHash = good.toBuilder()
                .setHashes(0, good.getHashes(0).toBuilder().setHa1("abc"))
                .build();
        assertRefused(
                () -> enrollment().enrollUser(shortHash),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE);
        EnrollUserRequest withCsr =
                good.toBuilder().setCsr(ByteString.copyFromUtf8("csr")).build();
        assertRefused(
                () -> enrollment().enrollUser(withCsr),
                Status.Code.INVALID_ARGUMENT,
                ErrorCode.ERROR_CODE_INVALID_MESSAGE);
        assertThat(values("x@example.org", Kind.CREDENTIALS)).isEmpty();
    }

    @Test
    void enrollmentThatAnotherWriterOvertookIsTriedAgain() {
        storage.refuseNextStore(ErrorCode.ERROR_CODE_GENERATION_COUNTER_TOO_LOW);
        assertThat(enrollment()
                        .enrollUser(user("sip:overtaken@example.org", 'a'))
                        .getCreated())
                .isTrue();
    }

    @Test
    void removedUserIsGoneWithItsBindingsAndRemovingAgainFindsNobody() {
        enrollment().enrollUser(user("sip:bob@example.org", 'a'));
        OverlayGrpc.newBlockingStub(channel)
                .put(Requests.put("bob@example.org", Requests.entry("1", "a"), Requests.entry("2", "b")));
        RemoveUserRequest remove =
                RemoveUserRequest.newBuilder().setAor("sip:bob@example.org").build();
        assertThat(enrollment().removeUser(remove).getBindingsRemoved()).isEqualTo(2);
        assertThat(values("bob@example.org", Kind.CREDENTIALS)).isEmpty();
        assertThat(values("bob@example.org", Kind.EDGE_REGISTRATION)).isEmpty();
        assertRefused(() -> enrollment().removeUser(remove), Status.Code.NOT_FOUND, ErrorCode.ERROR_CODE_NOT_FOUND);
    }

    @Test
    void disabledUserLosesItsRegistrations() throws InvalidProtocolBufferException {
        enrollment().enrollUser(user("sip:carol@example.org", 'a'));
        OverlayGrpc.newBlockingStub(channel).put(Requests.put("carol@example.org", Requests.entry("1", "a")));
        assertThat(setDisabled("sip:carol@example.org", true)).isEqualTo(1);
        assertThat(credentials("carol@example.org").getDisabled()).isTrue();
        assertThat(values("carol@example.org", Kind.EDGE_REGISTRATION)).isEmpty();
    }

    @Test
    void registrationThatWasOnItsWayWhileItsUserWasDisabledIsEndedToo() {
        enrollment().enrollUser(user("sip:carl@example.org", 'a'));
        enrollment().enrollUser(user("sip:cora@example.org", 'a'));
        setDisabled("sip:cora@example.org", true);
        setDisabled("sip:cora@example.org", false);
        setDisabled("sip:carl@example.org", true);
        OverlayGrpc.newBlockingStub(channel).put(Requests.put("cora@example.org", Requests.entry("1", "a")));
        OverlayGrpc.newBlockingStub(channel).put(Requests.put("carl@example.org", Requests.entry("1", "a")));
        Eventually.isTrue("the late registration is gone", () -> values("carl@example.org", Kind.EDGE_REGISTRATION)
                .isEmpty());
        assertThat(values("cora@example.org", Kind.EDGE_REGISTRATION)).hasSize(1);
    }

    @Test
    void disabledUserStaysSoWithANewPasswordUntilItIsEnabled() throws InvalidProtocolBufferException {
        enrollment().enrollUser(user("sip:cleo@example.org", 'a'));
        setDisabled("sip:cleo@example.org", true);
        enrollment().enrollUser(user("sip:cleo@example.org", 'b'));
        assertThat(credentials("cleo@example.org").getDisabled()).isTrue();
        setDisabled("sip:cleo@example.org", false);
        assertThat(credentials("cleo@example.org").getDisabled()).isFalse();
        assertThat(credentials("cleo@example.org").getHashes(0).getHa1()).isEqualTo("b".repeat(32));
    }

    @Test
    void userWhoIsNotEnrolledCannotBeDisabled() {
        assertRefused(
                () -> setDisabled("sip:nobody@example.org", true),
                Status.Code.NOT_FOUND,
                ErrorCode.ERROR_CODE_NOT_FOUND);
        assertRefused(
                () -> setDisabled("nobody", true), Status.Code.INVALID_ARGUMENT, ErrorCode.ERROR_CODE_INVALID_MESSAGE);
    }

    private int setDisabled(String aor, boolean disabled) {
        return enrollment()
                .setUserDisabled(SetUserDisabledRequest.newBuilder()
                        .setAor(aor)
                        .setDisabled(disabled)
                        .build())
                .getBindingsRemoved();
    }

    @Test
    void enrolledUsersAreListed() {
        enrollment().enrollUser(user("sip:dave@example.com", 'a'));
        enrollment().enrollUser(user("sip:d%20e@example.com", 'a'));
        Iterator<UserInfo> users = enrollment().listUsers(ListUsersRequest.getDefaultInstance());
        List<UserInfo> found = new ArrayList<>();
        users.forEachRemaining(found::add);
        assertThat(found).extracting(UserInfo::getAor).contains("sip:dave@example.com", "sip:d%20e@example.com");
        assertThat(found)
                .filteredOn(user -> user.getAor().equals("sip:dave@example.com"))
                .singleElement()
                .satisfies(user -> assertThat(user.getAlgorithmsList()).containsExactly("MD5", "SHA-256"));
    }

    @Test
    void manyUsersAreAnsweredInTheirOrderAndAFailedOneEndsNothing() {
        List<EnrollUserResponse> responses = new CopyOnWriteArrayList<>();
        AtomicBoolean completed = new AtomicBoolean();
        StreamObserver<EnrollUserRequest> requests = EnrollmentGrpc.newStub(channel)
                .enrollUsers(new StreamObserver<>() {
                    @Override
                    public void onNext(EnrollUserResponse response) {
                        responses.add(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        responses.add(EnrollUserResponse.newBuilder()
                                .setError(failure.toString())
                                .build());
                    }

                    @Override
                    public void onCompleted() {
                        completed.set(true);
                    }
                });
        int count = 3 * EnrollmentStream.IN_FLIGHT_LIMIT;
        for (int i = 0; i < count; i++) {
            requests.onNext(user("sip:user" + i + (i % 100 == 7 ? "@elsewhere.net" : "@example.org"), 'a'));
        }
        requests.onCompleted();
        Eventually.isTrue("all enrolled", completed::get);
        assertThat(responses).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(responses.get(i).getAor()).startsWith("sip:user" + i + "@");
            assertThat(responses.get(i).getCreated()).isEqualTo(i % 100 != 7);
            assertThat(responses.get(i).getError().isEmpty()).isEqualTo(i % 100 != 7);
        }
    }

    @Test
    void withoutStorageNothingIsEnrolledAndItIsSaid() {
        storage.die();
        Eventually.isTrue("the link is down", () -> !link.isUp());
        assertRefused(
                () -> enrollment().enrollUser(user("sip:x@example.org", 'a')),
                Status.Code.UNAVAILABLE,
                ErrorCode.ERROR_CODE_UNAVAILABLE);
        assertRefused(
                () -> enrollment()
                        .listUsers(ListUsersRequest.getDefaultInstance())
                        .hasNext(),
                Status.Code.UNAVAILABLE,
                ErrorCode.ERROR_CODE_UNAVAILABLE);
        storage.start();
    }

    @Test
    void configurationNamesOverlayDomainsAndKinds() {
        OverlayConfiguration configuration =
                enrollment().getConfiguration(GetConfigurationRequest.getDefaultInstance());
        assertThat(configuration.getOverlay()).isEqualTo("example.org");
        assertThat(configuration.getDomainsList()).containsExactly("example.org", "example.com");
        assertThat(configuration.getTopologyPlugin()).isEqualTo("CHORD-RELOAD");
        assertThat(configuration.getKindsList()).contains(Kind.CREDENTIALS.id(), Kind.EDGE_REGISTRATION.id());
        assertThat(configuration.getInitialTtl()).isEqualTo(100);
    }

    private EnrollmentBlockingStub enrollment() {
        return EnrollmentGrpc.newBlockingStub(channel);
    }

    private static EnrollUserRequest user(String aor, char digit) {
        String realm = aor.substring(aor.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return EnrollUserRequest.newBuilder()
                .setAor(aor)
                .addHashes(DigestHash.newBuilder()
                        .setAlgorithm("MD5")
                        .setRealm(realm)
                        .setHa1(String.valueOf(digit).repeat(32)))
                .addHashes(DigestHash.newBuilder()
                        .setAlgorithm("SHA-256")
                        .setRealm(realm)
                        .setHa1(String.valueOf(digit).repeat(64)))
                .build();
    }

    private Credentials credentials(String name) throws InvalidProtocolBufferException {
        return Credentials.parseFrom(values(name, Kind.CREDENTIALS).getFirst().getValue());
    }

    private List<StoredEntry> values(String name, Kind kind) {
        GetRequest get = GetRequest.newBuilder()
                .setResource(Requests.named(name))
                .addKinds(KindQuery.newBuilder().setKind(kind.id()))
                .build();
        return OverlayGrpc.newBlockingStub(channel).get(get).getKinds(0).getEntriesList();
    }

    private static void assertRefused(ThrowingCallable call, Status.Code status, ErrorCode code) {
        Throwable failure = catchThrowable(call);
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(status);
        assertThat(Status.trailersFromThrowable(failure).get(Errors.TRAILER).getCode())
                .isEqualTo(code);
    }
}
