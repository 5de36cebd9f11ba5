package org.p2psip.cli.overlay;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.EnrollUserResponse;
import org.p2psip.proto.v1.ListUsersRequest;
import org.p2psip.proto.v1.RemoveUserRequest;
import org.p2psip.proto.v1.SetUserDisabledRequest;
import org.p2psip.proto.v1.UserInfo;

/** Enrolls, lists, disables and removes users. Their passwords stay here: only hashes travel. */
public final class Users {
    /** A user that shall be enrolled. */
    public record NewUser(AorUri aor, String password) {
        EnrollUserRequest request() {
            return EnrollUserRequest.newBuilder()
                    .setAor(aor.toString())
                    .addAllHashes(PasswordHashes.of(aor.aor(), password))
                    .build();
        }

        /** Without the password, which is for nobody's eyes. */
        @Override
        public String toString() {
            return aor.toString();
        }
    }

    /** An enrolled user: its address of record as a URI, and the digest algorithms that can check it. */
    public record User(String aor, boolean disabled, long enrolledAtMs, List<String> algorithms) {}

    private final NodeConnection node;

    public Users(NodeConnection node) {
        this.node = node;
    }

    /**
     * What came of an enrollment.
     *
     * @param created false when the user was enrolled before and has a new password now
     * @param chain its certificate and that of the CA, DER-encoded; empty when none was asked for
     */
    public record Enrolled(boolean created, List<byte[]> chain) {}

    /** Enrolls a user. @param csr a certificate request, DER-encoded; empty for none */
    public Enrolled enroll(NewUser user, byte[] csr) {
        EnrollUserRequest request =
                user.request().toBuilder().setCsr(ByteString.copyFrom(csr)).build();
        EnrollUserResponse response = node.call(() -> node.enrollment().enrollUser(request));
        return new Enrolled(
                response.getCreated(),
                response.getCertificateChainList().stream()
                        .map(ByteString::toByteArray)
                        .toList());
    }

    /** Enrolls many on one stream. */
    public UserStream enrollMany(UserStream.Answers answers) {
        return new UserStream(node, answers);
    }

    /** Removes a user and ends its registrations; returns how many. */
    public int remove(AorUri aor) {
        RemoveUserRequest request =
                RemoveUserRequest.newBuilder().setAor(aor.toString()).build();
        return node.call(() -> node.enrollment().removeUser(request)).getBindingsRemoved();
    }

    /** Disables a user and ends its registrations, or enables it again; returns how many registrations ended. */
    public int setDisabled(AorUri aor, boolean disabled) {
        SetUserDisabledRequest request = SetUserDisabledRequest.newBuilder()
                .setAor(aor.toString())
                .setDisabled(disabled)
                .build();
        return node.call(() -> node.enrollment().setUserDisabled(request)).getBindingsRemoved();
    }

    /** All enrolled users, in the order of their addresses. */
    public List<User> list() {
        List<User> users = new ArrayList<>();
        node.call(() -> {
            node.enrollment()
                    .listUsers(ListUsersRequest.getDefaultInstance())
                    .forEachRemaining(info -> users.add(user(info)));
            return users;
        });
        users.sort(Comparator.comparing(User::aor));
        return users;
    }

    private static User user(UserInfo info) {
        return new User(info.getAor(), info.getDisabled(), info.getEnrolledAtMs(), info.getAlgorithmsList());
    }
}
