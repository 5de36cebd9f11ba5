package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.proto.v1.DigestHash;
import org.p2psip.proto.v1.EnrollUserRequest;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.UserInfo;
import org.p2psip.routing.enroll.UserHash;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.record.WriteRules;
import org.p2psip.routing.ring.ResourceId;

/** The credentials of a user between the contract's messages, the rules of the core, and storage's operations. */
final class CredentialsRecord {
    private static final Logger LOG = Logger.getLogger(CredentialsRecord.class);

    private CredentialsRecord() {}

    static List<UserHash> hashes(EnrollUserRequest request) {
        return request.getHashesList().stream()
                .map(hash -> new UserHash(hash.getAlgorithm(), hash.getRealm(), hash.getHa1()))
                .toList();
    }

    static StorageOperation.Builder fetch(Aor aor) {
        return StorageOperation.newBuilder()
                .setFetch(FetchRequest.newBuilder()
                        .setResource(resource(aor))
                        .addKinds(KindQuery.newBuilder().setKind(Kind.CREDENTIALS.id())));
    }

    /**
     * The credentials of an enrollment. Whether the user is disabled, and the day of its first enrollment, stay.
     *
     * @param before what the store had
     * @param nowMs when the user was enrolled, unless it was before
     */
    static Credentials enrolled(Aor aor, EnrollUserRequest request, Optional<Credentials> before, long nowMs) {
        return Credentials.newBuilder()
                .setAor(aor.resourceName())
                .addAllHashes(request.getHashesList())
                .setDisabled(before.map(Credentials::getDisabled).orElse(false))
                .setEnrolledAtMs(before.map(Credentials::getEnrolledAtMs).orElse(nowMs))
                .build();
    }

    /**
     * Writes credentials over what was read.
     *
     * @param read what the store had, whose generation must not have been overtaken
     * @param requester who wants it
     */
    static StorageOperation.Builder store(Aor aor, Credentials credentials, KindState read, Requester requester) {
        return StorageOperation.newBuilder()
                .setStore(StoreRequest.newBuilder()
                        .setRequester(requester)
                        .setResource(resource(aor))
                        .addKinds(KindWrite.newBuilder()
                                .setKind(Kind.CREDENTIALS.id())
                                .setGeneration(read.getGeneration())
                                .addEntries(StoredEntry.newBuilder()
                                        .setExists(true)
                                        .setValue(credentials.toByteString())
                                        .setLifetimeS(WriteRules.LIFETIME_LIMIT))));
    }

    static StorageOperation.Builder remove(Aor aor, Kind kind, Requester requester) {
        return StorageOperation.newBuilder()
                .setRemove(RemoveRequest.newBuilder()
                        .setRequester(requester)
                        .setResource(resource(aor))
                        .setKind(kind.id()));
    }

    /** The credentials that a store has; empty when it has none. */
    static Optional<Credentials> of(KindState state) {
        for (StoredEntry entry : state.getEntriesList()) {
            if (entry.getExists()) {
                return parse(entry.getValue());
            }
        }
        return Optional.empty();
    }

    static UserInfo toInfo(Credentials credentials) {
        return UserInfo.newBuilder()
                .setAor(uriOf(credentials.getAor()))
                .setDisabled(credentials.getDisabled())
                .setEnrolledAtMs(credentials.getEnrolledAtMs())
                .addAllAlgorithms(credentials.getHashesList().stream()
                        .map(DigestHash::getAlgorithm)
                        .toList())
                .build();
    }

    /** Records hold resource names, whose user stands without escapes. */
    private static String uriOf(String resourceName) {
        int at = resourceName.lastIndexOf('@');
        return new Aor(resourceName.substring(0, at), resourceName.substring(at + 1)).toUri();
    }

    private static Optional<Credentials> parse(ByteString value) {
        try {
            return Optional.of(Credentials.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf(
                    "A record of kind CREDENTIALS holds no credentials (%s); the user has to be enrolled again",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Resource resource(Aor aor) {
        String name = aor.resourceName();
        return Resource.newBuilder()
                .setName(name)
                .setResourceId(ByteString.copyFrom(ResourceId.ofName(name).toBytes()))
                .build();
    }
}
