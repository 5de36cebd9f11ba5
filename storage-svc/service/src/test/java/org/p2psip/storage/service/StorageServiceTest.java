package org.p2psip.storage.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StatRequest;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.ValueSignature;
import org.p2psip.storage.kind.KindCatalog;

@QuarkusTest
@WithTestResource(TemporaryStore.class)
class StorageServiceTest extends ClientTest {
    private static final Metadata.Key<byte[]> TRAILER =
            Metadata.Key.of("p2psip-error-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @Test
    void registrationIsFoundAgain() {
        client.blocking().store(StorageClient.registration("alice@example.org", "c1", "v1", "call-1", 1, 3600));

        KindState found = client.fetch("alice@example.org");

        assertThat(found.getEntriesList()).singleElement().satisfies(entry -> {
            assertThat(entry.getValue()).isEqualTo(StorageClient.bytes("v1"));
            assertThat(entry.getLifetimeS()).isBetween(3590, 3600);
            assertThat(entry.getOrder()).isEqualTo(StorageClient.order("call-1", 1));
        });
        assertThat(found.getGeneration()).isPositive();
    }

    @Test
    void nothingStoredIsAnEmptyAnswer() {
        KindState found = client.fetch("nobody@example.org");

        assertThat(found.getEntriesList()).isEmpty();
        assertThat(found.getGeneration()).isZero();
    }

    @Test
    void olderCSeqIsAbortedWithItsCodeInTheTrailer() throws Exception {
        client.blocking().store(StorageClient.registration("bob@example.org", "c1", "v2", "call-1", 2, 3600));

        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> client.blocking()
                .store(StorageClient.registration("bob@example.org", "c1", "v1", "call-1", 1, 3600)));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        Error error = Error.parseFrom(refused.getTrailers().get(TRAILER));
        assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_ORDER_TOO_OLD);
        assertThat(client.fetch("bob@example.org").getEntries(0).getValue()).isEqualTo(StorageClient.bytes("v2"));
    }

    @Test
    void nameAndResourceIdMustAgree() {
        var request = StorageClient.registration("carol@example.org", "c1", "v", "call-1", 1, 60).toBuilder();
        request.getResourceBuilder().setResourceId(StorageClient.bytes("0123456789abcdef"));

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> client.blocking().store(request.build()));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("resource_id", "carol@example.org");
    }

    @Test
    void aSignatureIsGivenBackAsItCameToWhoAsksForIt() {
        ValueSignature signature = ValueSignature.newBuilder()
                .setCertificateHash(StorageClient.bytes("0123456789abcdef0123456789abcdef"))
                .setScheme(0x0403)
                .setSignature(StorageClient.bytes("signature"))
                .build();
        var entry = StorageClient.entry("c1", "v", "call-1", 1, 3600)
                .setStorageTimeMs(System.currentTimeMillis())
                .setSignature(signature);
        client.blocking().store(StorageClient.store("grace@example.org", entry));

        assertThat(client.fetch("grace@example.org").getEntries(0).hasSignature())
                .isFalse();
        var withSignatures =
                KindQuery.newBuilder().setKind(KindCatalog.EDGE_REGISTRATION).setWithSignatures(true);
        assertThat(client.blocking()
                        .fetch(FetchRequest.newBuilder()
                                .setResource(Resource.newBuilder().setName("grace@example.org"))
                                .addKinds(withSignatures)
                                .build())
                        .getKinds(0)
                        .getEntries(0)
                        .getSignature())
                .isEqualTo(signature);
    }

    @Test
    void aMalformedSignatureIsAnInvalidArgument() {
        var entry = StorageClient.entry("c1", "v", "call-1", 1, 3600)
                .setSignature(ValueSignature.newBuilder().setScheme(0x0403));

        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> client.blocking()
                .store(StorageClient.store("heidi@example.org", entry)));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("certificate_hash");
        assertThat(client.fetch("heidi@example.org").getEntriesList()).isEmpty();
    }

    @Test
    void anElementThatWasAppendedHasItsIndexInTheAnswer() {
        StoreRequest append = StoreRequest.newBuilder()
                .setResource(StorageClient.resource("ivan@example.org"))
                .addKinds(KindWrite.newBuilder()
                        .setKind(KindCatalog.CERTIFICATE_BY_USER)
                        .addEntries(StoredEntry.newBuilder()
                                .setArrayIndex(0xffffffff)
                                .setExists(true)
                                .setValue(StorageClient.bytes("certificate"))
                                .setLifetimeS(60)))
                .setReturnValues(true)
                .build();
        client.blocking().store(append);

        KindState state = client.blocking().store(append).getKinds(0);

        assertThat(state.getEntriesList())
                .extracting(StoredEntry::getArrayIndex)
                .containsExactly(0, 1);
    }

    @Test
    void aReadOfAnUnknownKindIsRefusedByName() throws Exception {
        FetchRequest request = FetchRequest.newBuilder()
                .setResource(StorageClient.resource("alice@example.org"))
                .addKinds(org.p2psip.proto.v1.KindQuery.newBuilder().setKind(0x77))
                .build();

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> client.blocking().fetch(request));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("0x77");
        assertThat(Error.parseFrom(refused.getTrailers().get(TRAILER)).getCode())
                .isEqualTo(ErrorCode.ERROR_CODE_UNKNOWN_KIND);
    }

    @Test
    void removalCountsWhatExisted() {
        client.blocking()
                .store(StorageClient.store(
                        "dave@example.org",
                        StorageClient.entry("c1", "v1", "call-1", 1, 3600),
                        StorageClient.entry("c2", "v2", "call-1", 1, 3600)));
        RemoveRequest all = RemoveRequest.newBuilder()
                .setResource(StorageClient.resource("dave@example.org"))
                .setKind(StorageClient.EDGE_REGISTRATION)
                .setOrder(StorageClient.order("call-1", 2))
                .build();

        assertThat(client.blocking().remove(all).getRemoved()).isEqualTo(2);
        assertThat(client.blocking().remove(all).getRemoved()).isZero();
        assertThat(client.fetch("dave@example.org").getEntriesList()).isEmpty();
    }

    @Test
    void statTellsLengthAndHashInsteadOfTheValue() {
        client.blocking().store(StorageClient.registration("erin@example.org", "c1", "hello", "call-1", 1, 3600));

        var stat = client.blocking()
                .stat(StatRequest.newBuilder()
                        .setResource(StorageClient.resource("erin@example.org"))
                        .addKinds(org.p2psip.proto.v1.KindQuery.newBuilder().setKind(StorageClient.EDGE_REGISTRATION))
                        .build());

        assertThat(stat.getKinds(0).getEntries(0).getValueLength()).isEqualTo(5);
        assertThat(stat.getKinds(0).getEntries(0).getValueHash().size()).isEqualTo(32);
    }

    @Test
    void aPipelineAnswersEachOperationOnce() {
        List<StorageOperation.Builder> stores = IntStream.range(0, 256)
                .mapToObj(i -> StorageOperation.newBuilder()
                        .setStore(StorageClient.registration("p" + i + "@example.org", "c", "v" + i, "call", 1, 3600)))
                .toList();

        List<StorageResult> results =
                client.send(stores).stream().map(result -> result.join()).toList();

        assertThat(results).hasSize(256).allMatch(StorageResult::hasStore);
        StorageResult fetched = client.pipelined(
                StorageOperation.newBuilder().setFetch(StorageClient.fetchRequest("p255@example.org")));
        assertThat(fetched.getFetch().getKinds(0).getEntries(0).getValue()).isEqualTo(StorageClient.bytes("v255"));
    }

    @Test
    void aRefusalInAPipelineLeavesTheStreamUp() {
        StorageResult refused = client.pipelined(StorageOperation.newBuilder()
                .setStore(StorageClient.registration("frank@example.org", "", "v", "call", 1, 3600)));
        StorageResult accepted = client.pipelined(StorageOperation.newBuilder()
                .setStore(StorageClient.registration("frank@example.org", "c", "v", "call", 1, 3600)));

        assertThat(refused.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_MESSAGE);
        assertThat(accepted.hasStore()).isTrue();
    }
}
