package org.p2psip.bench.records;

import com.google.protobuf.ByteString;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;

/** What is done with a record: the contact of a phone, as an edge writes and reads it. */
enum RecordOperation {
    /** Registers or refreshes it. */
    PUT {
        @Override
        CompletableFuture<?> start(EdgeClients.Client client, long record) {
            EdgeRegistration registration = EdgeRegistration.newBuilder()
                    .setContact("sip:" + record + "@198.51.100.7:5060;transport=udp")
                    .setQ(1_000)
                    .addPath("<sip:9f2c41d0@edge.example.invalid:5060;lr>")
                    .setCallId(record + "-3848276298220188511")
                    .setCseq(1)
                    .setInstance("urn:uuid:00000000-0000-1000-8000-" + "%012x".formatted(record))
                    .setRegId(1)
                    .setUserAgent("bench")
                    .setAuthentication("none")
                    .setEdge("bench")
                    .build();
            StoredEntry entry = StoredEntry.newBuilder()
                    .setDictionaryKey(ByteString.copyFromUtf8(registration.getInstance() + ";1"))
                    .setExists(true)
                    .setValue(registration.toByteString())
                    .setLifetimeS(LIFETIME_S)
                    .build();
            return client.records()
                    .put(
                            aor(record),
                            KindWrite.newBuilder()
                                    .setKind(EDGE_REGISTRATION)
                                    .addEntries(entry)
                                    .build());
        }
    },
    /** Looks it up; a record that is not there counts as failed. */
    GET {
        @Override
        CompletableFuture<?> start(EdgeClients.Client client, long record) {
            GetRequest request = GetRequest.newBuilder()
                    .setResource(resource(record))
                    .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION))
                    .build();
            return client.overlay().get(request).thenAccept(found -> {
                if (found.getKinds(0).getEntriesCount() != 1) {
                    throw new IllegalStateException("record " + record + " is not there");
                }
            });
        }
    };

    /** Domain of the records' addresses. */
    static final String DOMAIN = "bench.invalid";

    private static final int EDGE_REGISTRATION = 0xF0000001;
    private static final int LIFETIME_S = 36_000;

    /** Begins it; the answer fails when the operation does. */
    abstract CompletableFuture<?> start(EdgeClients.Client client, long record);

    private static Resource resource(long record) {
        return Resource.newBuilder().setName(aor(record)).build();
    }

    private static String aor(long record) {
        return "user" + record + "@" + DOMAIN;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
