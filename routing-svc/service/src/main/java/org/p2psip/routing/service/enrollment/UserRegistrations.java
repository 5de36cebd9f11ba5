package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.operation.Requesters;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageRequest;
import org.p2psip.signing.RecordSigner;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.service.ServiceSecurity;

/**
 * Ends the registrations of a user, whoever wrote them. The certificate of an enrollment server says that it is an
 * operator's, so it signs an "exists = false" for each that it reads. Where there is none, as without TLS, the registrations
 * of phones are cleared, which a store that demands signatures refuses. On the peer loop.
 */
@Singleton
final class UserRegistrations {
    /** Times that they are read and removed when another writer was faster. */
    private static final int ATTEMPTS = 3;
    /** The store remembers a removal for as long as it needs to. */
    private static final int REMOVAL_LIFETIME_S = 1;

    private final NodeId self;
    private final OverlayRecords records;
    private final PeerLoop loop;
    private final ServiceSecurity security;

    UserRegistrations(NodeId self, OverlayRecords records, PeerLoop loop, ServiceSecurity security) {
        this.self = self;
        this.records = records;
        this.loop = loop;
        this.security = security;
    }

    /** Ends those that there are; hands over how many, or why not. */
    void end(Aor aor, Consumer<Removed> done) {
        Optional<MemberCertificate> operator =
                security.own().filter(own -> own.identity().roles().contains(Role.OPERATOR));
        if (operator.isPresent()) {
            end(aor, operator.get(), ATTEMPTS, done);
        } else {
            ask(
                    CredentialsRecord.remove(aor, Kind.EDGE_REGISTRATION, Requesters.enrollment(self)),
                    answer -> done.accept(
                            answer.hasError()
                                    ? new Removed.Failed(answer.getError())
                                    : new Removed.Gone(answer.getRemove().getRemoved())));
        }
    }

    private void end(Aor aor, MemberCertificate operator, int attempts, Consumer<Removed> done) {
        ask(
                StorageOperation.newBuilder()
                        .setFetch(FetchRequest.newBuilder()
                                .setResource(resource(aor))
                                .addKinds(KindQuery.newBuilder().setKind(Kind.EDGE_REGISTRATION.id()))
                                .addKinds(KindQuery.newBuilder().setKind(Kind.SIP_REGISTRATION.id()))),
                answer -> {
                    if (answer.hasError()) {
                        done.accept(new Removed.Failed(answer.getError()));
                        return;
                    }
                    List<KindState> found = answer.getFetch().getKindsList().stream()
                            .filter(kind -> kind.getEntriesCount() > 0)
                            .toList();
                    if (found.isEmpty()) {
                        done.accept(new Removed.Gone(0));
                        return;
                    }
                    remove(aor, operator, attempts, found, done);
                });
    }

    /** The signature is made beside the loop, as it would stop it for longer than many messages take. */
    private void remove(
            Aor aor, MemberCertificate operator, int attempts, List<KindState> found, Consumer<Removed> done) {
        CompletableFuture.supplyAsync(() -> removal(aor, operator, found))
                .whenComplete((removal, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        done.accept(new Removed.Failed(Errors.of(
                                ErrorCode.ERROR_CODE_FORBIDDEN,
                                "the removal of the registrations could not be signed: " + failure.getMessage())));
                        return;
                    }
                    int count =
                            found.stream().mapToInt(KindState::getEntriesCount).sum();
                    ask(removal, answer -> {
                        boolean overtaken = isOvertaken(answer.getError()) && attempts > 1;
                        if (overtaken) {
                            end(aor, operator, attempts - 1, done);
                        } else {
                            done.accept(
                                    answer.hasError()
                                            ? new Removed.Failed(answer.getError())
                                            : new Removed.Gone(count));
                        }
                    });
                }));
    }

    private static boolean isOvertaken(Error error) {
        return error.getCode() == ErrorCode.ERROR_CODE_GENERATION_COUNTER_TOO_LOW
                || error.getCode() == ErrorCode.ERROR_CODE_DATA_TOO_OLD;
    }

    private StorageOperation.Builder removal(Aor aor, MemberCertificate operator, List<KindState> found) {
        long now = System.currentTimeMillis();
        List<RecordSigner.Unsigned> writes = new ArrayList<>();
        for (KindState kind : found) {
            KindWrite.Builder write =
                    KindWrite.newBuilder().setKind(kind.getKind()).setGeneration(kind.getGeneration());
            for (StoredEntry entry : kind.getEntriesList()) {
                write.addEntries(StoredEntry.newBuilder()
                        .setDictionaryKey(entry.getDictionaryKey())
                        .setStorageTimeMs(Math.max(now, entry.getStorageTimeMs() + 1))
                        .setLifetimeS(REMOVAL_LIFETIME_S));
            }
            writes.add(new RecordSigner.Unsigned(ResourceId.of(aor.resourceName()), write));
        }
        new RecordSigner(operator, KindCatalog.STANDARD).sign(writes, true, now);
        StoreRequest.Builder store =
                StoreRequest.newBuilder().setResource(resource(aor)).setRequester(Requesters.enrollment(self));
        writes.forEach(write -> store.addKinds(write.write()));
        return StorageOperation.newBuilder().setStore(store);
    }

    private static Resource resource(Aor aor) {
        return Resource.newBuilder()
                .setName(aor.resourceName())
                .setResourceId(ByteString.copyFrom(
                        ResourceId.of(aor.resourceName()).octets().unsafeArray()))
                .build();
    }

    private void ask(StorageOperation.Builder operation, Consumer<StorageResult> answer) {
        records.send(new StorageRequest(operation, StorageRequest.DEFAULT_TIMEOUT_MS, answer));
    }
}
