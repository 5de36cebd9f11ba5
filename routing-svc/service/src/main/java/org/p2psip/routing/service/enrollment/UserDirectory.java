package org.p2psip.routing.service.enrollment;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Consumer;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.enroll.EnrollmentRules;
import org.p2psip.routing.enroll.UserEnrollment;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.StorageRequest;

/** Enrolls and removes users in storage. Answers come on the peer loop, which also has to call. */
@Singleton
final class UserDirectory {
    /** Times that an enrollment is tried when another writer was faster. */
    private static final int ATTEMPTS = 3;

    private final EnrollmentRules rules;
    private final StorageLink storage;

    UserDirectory(Settings settings, StorageLink storage) {
        this.rules = new EnrollmentRules(Set.copyOf(settings.domains()));
        this.storage = storage;
    }

    /** Enrolls a user, or changes one that is enrolled; a disabled user's registrations are ended. */
    void enroll(EnrollUserRequest request, Consumer<Enrolled> done) {
        if (!request.getCsr().isEmpty()) {
            done.accept(new Enrolled.Failed(Errors.of(
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "csr has " + request.getCsr().size()
                            + " bytes, but this overlay has no CA and signs no certificates; leave it empty")));
            return;
        }
        switch (rules.check(request.getAor(), CredentialsRecord.hashes(request))) {
            case UserEnrollment.Refused(String message) ->
                done.accept(new Enrolled.Failed(Errors.of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, message)));
            case UserEnrollment.Allowed(Aor aor) -> readThenStore(aor, request, ATTEMPTS, done);
        }
    }

    /**
     * Removes a user and ends its registrations. A removal that got stuck half way can be repeated: as long as there was
     * something to remove, it is a success.
     */
    void remove(String distinguishedName, Consumer<Removed> done) {
        switch (rules.checkName(distinguishedName)) {
            case UserEnrollment.Refused(String message) ->
                done.accept(new Removed.Failed(Errors.of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, message)));
            case UserEnrollment.Allowed(Aor aor) ->
                // Credentials first: from then on the user cannot register again.
                ask(CredentialsRecord.remove(aor, Kind.CREDENTIALS), credentials -> {
                    if (credentials.hasError()) {
                        done.accept(new Removed.Failed(credentials.getError()));
                    } else {
                        removeBindings(aor, credentials.getRemove().getRemoved(), done);
                    }
                });
        }
    }

    private void readThenStore(Aor aor, EnrollUserRequest request, int attempts, Consumer<Enrolled> done) {
        ask(CredentialsRecord.fetch(aor), answer -> {
            if (answer.hasError()) {
                done.accept(new Enrolled.Failed(answer.getError()));
                return;
            }
            KindState read = answer.getFetch().getKindsCount() == 0
                    ? KindState.getDefaultInstance()
                    : answer.getFetch().getKinds(0);
            store(aor, request, read, attempts, done);
        });
    }

    private void store(Aor aor, EnrollUserRequest request, KindState read, int attempts, Consumer<Enrolled> done) {
        ask(CredentialsRecord.store(aor, request, read, System.currentTimeMillis()), answer -> {
            boolean overtaken =
                    answer.getError().getCode() == ErrorCode.ERROR_CODE_GENERATION_COUNTER_TOO_LOW && attempts > 1;
            if (overtaken) {
                readThenStore(aor, request, attempts - 1, done);
            } else if (answer.hasError()) {
                done.accept(new Enrolled.Failed(answer.getError()));
            } else if (request.getDisabled()) {
                endRegistrations(aor, CredentialsRecord.of(read).isEmpty(), done);
            } else {
                done.accept(new Enrolled.Stored(CredentialsRecord.of(read).isEmpty()));
            }
        });
    }

    private void endRegistrations(Aor aor, boolean created, Consumer<Enrolled> done) {
        ask(
                CredentialsRecord.remove(aor, Kind.EDGE_REGISTRATION),
                answer -> done.accept(
                        answer.hasError() ? new Enrolled.Failed(answer.getError()) : new Enrolled.Stored(created)));
    }

    private void removeBindings(Aor aor, int credentialsRemoved, Consumer<Removed> done) {
        ask(CredentialsRecord.remove(aor, Kind.EDGE_REGISTRATION), answer -> {
            int bindings = answer.getRemove().getRemoved();
            if (answer.hasError()) {
                done.accept(new Removed.Failed(answer.getError()));
            } else if (credentialsRemoved == 0 && bindings == 0) {
                done.accept(new Removed.Failed(
                        Errors.of(ErrorCode.ERROR_CODE_NOT_FOUND, "the user " + aor.toUri() + " is not enrolled")));
            } else {
                done.accept(new Removed.Gone(bindings));
            }
        });
    }

    private void ask(StorageOperation.Builder operation, Consumer<StorageResult> answer) {
        storage.send(new StorageRequest(operation, StorageRequest.DEFAULT_TIMEOUT_MS, answer));
    }
}
