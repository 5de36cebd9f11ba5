package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.SetUserDisabledRequest;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.authority.CertificateRequest;
import org.p2psip.routing.authority.Revocation.Reason;
import org.p2psip.routing.enroll.EnrollmentRules;
import org.p2psip.routing.enroll.UserEnrollment;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.operation.Requesters;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageRequest;

/** Enrolls, disables and removes users in the overlay. Answers come on the peer loop, which also has to call. */
@Singleton
final class UserDirectory {
    private static final Logger LOG = Logger.getLogger(UserDirectory.class);
    /** Times that an enrollment is tried when another writer was faster. */
    private static final int ATTEMPTS = 3;

    /** Edges keep credentials for 5 s when they miss the event of their change. */
    private static final long CREDENTIALS_KEPT_MS = 6000;

    private final Requester requester;
    private final EnrollmentRules rules;
    private final OverlayRecords records;
    private final PeerLoop loop;
    private final UserCertificates certificates;
    private final UserRegistrations registrations;

    UserDirectory(
            NodeId self,
            Settings settings,
            OverlayRecords records,
            PeerLoop loop,
            UserCertificates certificates,
            UserRegistrations registrations) {
        this.registrations = registrations;
        this.requester = Requesters.enrollment(self);
        this.certificates = certificates;
        this.loop = loop;
        this.rules = new EnrollmentRules(Set.copyOf(settings.domains()));
        this.records = records;
    }

    /** Enrolls a user, or changes one that is enrolled; one that is disabled stays so. */
    void enroll(EnrollUserRequest request, Consumer<Enrolled> done) {
        switch (rules.check(request.getAor(), CredentialsRecord.hashes(request))) {
            case UserEnrollment.Refused(String message) -> done.accept(refused(message));
            case UserEnrollment.Allowed(Aor aor)
            when request.getCsr().isEmpty() ->
                store(aor, request, created -> done.accept(new Enrolled.Stored(created, List.of())), done);
            case UserEnrollment.Allowed(Aor aor) -> storeAndCertify(aor, request, done);
        }
    }

    /** The request for a certificate is checked before anything is stored, and answered after that. */
    private void storeAndCertify(Aor aor, EnrollUserRequest request, Consumer<Enrolled> done) {
        if (rules.checkCertified(aor) instanceof UserEnrollment.Refused(String message)) {
            done.accept(refused(message));
            return;
        }
        certificates.check(request.getCsr(), checked -> {
            switch (checked) {
                case Ruling.Refused<CertificateRequest> no -> done.accept(new Enrolled.Failed(Refusals.error(no)));
                case Ruling.Granted<CertificateRequest>(CertificateRequest sound) ->
                    store(aor, request, created -> certify(aor, sound, created, done), done);
            }
        });
    }

    private void certify(Aor aor, CertificateRequest request, boolean created, Consumer<Enrolled> done) {
        certificates.certify(
                aor,
                request,
                ruling -> done.accept(
                        switch (ruling) {
                            case Ruling.Granted<List<ByteString>>(List<ByteString> chain) ->
                                new Enrolled.Stored(created, chain);
                            case Ruling.Refused<List<ByteString>> no -> new Enrolled.Failed(Refusals.error(no));
                        }));
    }

    private void store(Aor aor, EnrollUserRequest request, Consumer<Boolean> stored, Consumer<Enrolled> failed) {
        long nowMs = System.currentTimeMillis();
        change(
                aor,
                before -> Optional.of(CredentialsRecord.enrolled(aor, request, before, nowMs)),
                ATTEMPTS,
                changed -> {
                    switch (changed) {
                        case Changed.Stored(boolean created) -> stored.accept(created);
                        case Changed.Failed(Error error) -> failed.accept(new Enrolled.Failed(error));
                        case Changed.Nothing() ->
                            throw new IllegalStateException("an enrollment always has credentials");
                    }
                });
    }

    private static Enrolled refused(String message) {
        return new Enrolled.Failed(Errors.of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, message));
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
                ask(CredentialsRecord.remove(aor, Kind.CREDENTIALS, requester), credentials -> {
                    if (credentials.hasError()) {
                        done.accept(new Removed.Failed(credentials.getError()));
                    } else {
                        certificates.end(
                                aor,
                                Reason.WITHDRAWN,
                                ended -> unlessRefused(
                                        ended,
                                        () -> removeBindings(
                                                aor, credentials.getRemove().getRemoved(), done),
                                        done));
                    }
                });
        }
    }

    /**
     * Disables or enables a user. A disabled one's registrations are ended: at once, and again when no edge can have kept
     * the old credentials any longer, for those that were on their way.
     */
    void setDisabled(SetUserDisabledRequest request, Consumer<Removed> done) {
        switch (rules.checkName(request.getAor())) {
            case UserEnrollment.Refused(String message) ->
                done.accept(new Removed.Failed(Errors.of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, message)));
            case UserEnrollment.Allowed(Aor aor) ->
                change(
                        aor,
                        before -> before.map(known -> disabled(known, request.getDisabled())),
                        ATTEMPTS,
                        changed -> changed(aor, request.getDisabled(), changed, done));
        }
    }

    private void changed(Aor aor, boolean isDisabled, Changed changed, Consumer<Removed> done) {
        switch (changed) {
            case Changed.Failed(Error error) -> done.accept(new Removed.Failed(error));
            case Changed.Nothing() -> done.accept(notEnrolled(aor));
            case Changed.Stored(boolean created) -> {
                if (isDisabled) {
                    certificates.end(
                            aor, Reason.HOLD, held -> unlessRefused(held, () -> endRegistrations(aor, done), done));
                } else {
                    certificates.release(
                            aor, released -> unlessRefused(released, () -> done.accept(new Removed.Gone(0)), done));
                }
            }
        }
    }

    private static void unlessRefused(Ruling<Integer> ruling, Runnable goOn, Consumer<Removed> done) {
        if (ruling instanceof Ruling.Refused<Integer> no) {
            done.accept(new Removed.Failed(Refusals.error(no)));
        } else {
            goOn.run();
        }
    }

    private static Credentials disabled(Credentials known, boolean isDisabled) {
        return known.toBuilder().setDisabled(isDisabled).build();
    }

    /** How a change of a user's credentials went. */
    private sealed interface Changed {
        record Stored(boolean created) implements Changed {}

        /** There were none to change. */
        record Nothing() implements Changed {}

        record Failed(Error error) implements Changed {}
    }

    /** What the credentials are to be, by what they are. */
    @FunctionalInterface
    private interface Change {
        Optional<Credentials> of(Optional<Credentials> before);
    }

    /** Reads, changes and stores credentials; anew when another writer was faster. */
    private void change(Aor aor, Change change, int attempts, Consumer<Changed> done) {
        ask(CredentialsRecord.fetch(aor), answer -> {
            if (answer.hasError()) {
                done.accept(new Changed.Failed(answer.getError()));
                return;
            }
            KindState read = answer.getFetch().getKindsCount() == 0
                    ? KindState.getDefaultInstance()
                    : answer.getFetch().getKinds(0);
            Optional<Credentials> before = CredentialsRecord.of(read);
            Optional<Credentials> after = change.of(before);
            if (after.isEmpty()) {
                done.accept(new Changed.Nothing());
                return;
            }
            ask(CredentialsRecord.store(aor, after.get(), read, requester), stored -> {
                boolean overtaken =
                        stored.getError().getCode() == ErrorCode.ERROR_CODE_GENERATION_COUNTER_TOO_LOW && attempts > 1;
                if (overtaken) {
                    change(aor, change, attempts - 1, done);
                } else if (stored.hasError()) {
                    done.accept(new Changed.Failed(stored.getError()));
                } else {
                    done.accept(new Changed.Stored(before.isEmpty()));
                }
            });
        });
    }

    private void endRegistrations(Aor aor, Consumer<Removed> done) {
        registrations.end(aor, removed -> {
            loop.schedule(() -> endLateRegistrations(aor), CREDENTIALS_KEPT_MS);
            done.accept(removed);
        });
    }

    /** Unless the user was enabled meanwhile. */
    private void endLateRegistrations(Aor aor) {
        ask(CredentialsRecord.fetch(aor), answer -> {
            boolean isDisabled = answer.getFetch().getKindsList().stream()
                    .flatMap(kind -> CredentialsRecord.of(kind).stream())
                    .anyMatch(Credentials::getDisabled);
            if (isDisabled) {
                registrations.end(aor, removed -> {
                    if (removed instanceof Removed.Failed(Error error)) {
                        LOG.warnf(
                                "Late registrations of the disabled user %s could not be ended (%s); they end when they"
                                        + " expire, or when the user is disabled again",
                                aor.toUri(), error.getMessage());
                    }
                });
            }
        });
    }

    private static Removed notEnrolled(Aor aor) {
        return new Removed.Failed(
                Errors.of(ErrorCode.ERROR_CODE_NOT_FOUND, "the user " + aor.toUri() + " is not enrolled"));
    }

    private void removeBindings(Aor aor, int credentialsRemoved, Consumer<Removed> done) {
        registrations.end(
                aor,
                removed -> done.accept(
                        removed.equals(new Removed.Gone(0)) && credentialsRemoved == 0 ? notEnrolled(aor) : removed));
    }

    private void ask(StorageOperation.Builder operation, Consumer<StorageResult> answer) {
        records.send(new StorageRequest(operation, StorageRequest.DEFAULT_TIMEOUT_MS, answer));
    }
}
