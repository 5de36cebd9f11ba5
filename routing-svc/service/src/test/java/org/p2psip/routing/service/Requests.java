package org.p2psip.routing.service;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.LongStream;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.record.Kind;

/** Requests of the tests. */
public final class Requests {
    public static final int REGISTRATION = Kind.EDGE_REGISTRATION.id();

    private Requests() {}

    public static Resource named(String name) {
        return Resource.newBuilder().setName(name).build();
    }

    public static StoredEntry.Builder entry(String key, String value) {
        return StoredEntry.newBuilder()
                .setDictionaryKey(ByteString.copyFromUtf8(key))
                .setExists(true)
                .setValue(ByteString.copyFromUtf8(value))
                .setLifetimeS(3600);
    }

    public static PutRequest put(String name, StoredEntry.Builder... entries) {
        KindWrite.Builder write = KindWrite.newBuilder().setKind(REGISTRATION);
        for (StoredEntry.Builder entry : entries) {
            write.addEntries(entry);
        }
        return PutRequest.newBuilder().setResource(named(name)).addKinds(write).build();
    }

    public static GetRequest get(String name) {
        return GetRequest.newBuilder()
                .setResource(named(name))
                .addKinds(KindQuery.newBuilder().setKind(REGISTRATION))
                .build();
    }

    /** A batch of Gets with ids from first on. */
    public static OperationBatch gets(long first, int count, int timeoutMs) {
        List<Operation> operations = LongStream.range(first, first + count)
                .mapToObj(id -> Operation.newBuilder()
                        .setId(id)
                        .setTimeoutMs(timeoutMs)
                        .setGet(get("user" + id + "@example.org"))
                        .build())
                .toList();
        return OperationBatch.newBuilder().addAllOperations(operations).build();
    }
}
