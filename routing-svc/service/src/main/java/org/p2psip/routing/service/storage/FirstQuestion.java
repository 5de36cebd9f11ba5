package org.p2psip.routing.service.storage;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StorageResults;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.ring.NodeId;

/**
 * What is asked of storage when a stream was opened: a stream that was opened says nothing of whether storage serves.
 * It reads the certificate of this peer, which may well be absent; any answer but "unavailable" will do.
 */
@Singleton
final class FirstQuestion {
    /** Id of the operation; no other has it. */
    static final long ID = 0;

    private final StorageOperation operation;

    FirstQuestion(NodeId self) {
        operation = StorageOperation.newBuilder()
                .setId(ID)
                .setFetch(FetchRequest.newBuilder()
                        .setResource(Resource.newBuilder().setResourceId(ByteString.copyFrom(self.toBytes())))
                        .addKinds(KindQuery.newBuilder().setKind(Kind.CERTIFICATE_BY_NODE.id())))
                .build();
    }

    StorageOperation operation() {
        return operation;
    }

    /** Why storage does not serve; empty when it does. */
    Optional<String> refusal(StorageResults results) {
        for (StorageResult result : results.getResultsList()) {
            if (result.getId() == ID && result.getError().getCode() == ErrorCode.ERROR_CODE_UNAVAILABLE) {
                return Optional.of(result.getError().getMessage());
            }
        }
        return Optional.empty();
    }
}
