package org.p2psip.routing.service.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import org.p2psip.proto.v1.AppAttachMessage;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchAnswer;
import org.p2psip.proto.v1.FetchMessage;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.FetchResponse;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.RemoveRequest;
import org.p2psip.proto.v1.RemoveResponse;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.StoreAnswer;
import org.p2psip.proto.v1.StoreMessage;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoreResponse;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.service.operation.SendOutcome;

/** Operations of storage as peers ask each other for them, and the answers back. */
final class RemoteMessages {
    private RemoteMessages() {}

    static Method methodOf(StorageOperation.Builder operation) {
        return switch (operation.getRequestCase()) {
            case STORE, REMOVE -> Method.STORE;
            case FETCH -> Method.FETCH;
            case STAT, REQUEST_NOT_SET -> throw notAsked(operation);
        };
    }

    static MessageLite of(StorageOperation.Builder operation) {
        return switch (operation.getRequestCase()) {
            case STORE -> of(operation.getStore());
            case REMOVE -> of(operation.getRemove());
            case FETCH -> of(operation.getFetch());
            case STAT, REQUEST_NOT_SET -> throw notAsked(operation);
        };
    }

    private static FetchMessage of(FetchRequest fetch) {
        FetchMessage.Builder message =
                FetchMessage.newBuilder().setResource(fetch.getResource()).addAllKinds(fetch.getKindsList());
        if (fetch.hasRequester()) {
            message.setRequester(fetch.getRequester());
        }
        return message.build();
    }

    private static StoreMessage of(StoreRequest store) {
        StoreMessage.Builder message = StoreMessage.newBuilder()
                .setResource(store.getResource())
                .setReplicaNumber(store.getReplicaNumber())
                .addAllKinds(store.getKindsList())
                .setReturnValues(store.getReturnValues());
        if (store.hasRequester()) {
            message.setRequester(store.getRequester());
        }
        return message.build();
    }

    /** RELOAD has no message to remove: what is removed is stored as not existing (RFC 6940 section 7.4.1.3). */
    private static StoreMessage of(RemoveRequest remove) {
        KindWrite.Builder write = KindWrite.newBuilder().setKind(remove.getKind());
        if (remove.getDictionaryKeysCount() == 0) {
            write.setClear(true).setClearOrder(remove.getOrder());
        }
        remove.getDictionaryKeysList()
                .forEach(key -> write.addEntries(StoredEntry.newBuilder()
                        .setDictionaryKey(key)
                        .setStorageTimeMs(remove.getStorageTimeMs())
                        .setOrder(remove.getOrder())));
        StoreMessage.Builder message =
                StoreMessage.newBuilder().setResource(remove.getResource()).addKinds(write);
        if (remove.hasRequester()) {
            message.setRequester(remove.getRequester());
        }
        return message.build();
    }

    static StorageResult result(StorageOperation.Builder operation, Contents.Answer answer) {
        if (answer instanceof Contents.CarriedAnswer carried) {
            if (carried.payload() instanceof FetchAnswer fetched && operation.hasFetch()) {
                return StorageResult.newBuilder()
                        .setFetch(FetchResponse.newBuilder().addAllKinds(fetched.getKindsList()))
                        .build();
            }
            if (carried.payload() instanceof StoreAnswer stored && operation.hasStore()) {
                return StorageResult.newBuilder()
                        .setStore(StoreResponse.newBuilder().addAllKinds(stored.getKindsList()))
                        .build();
            }
            if (carried.payload() instanceof StoreAnswer stored && operation.hasRemove()) {
                return StorageResult.newBuilder().setRemove(removed(stored)).build();
            }
        }
        return RemoteErrors.result(error(answer));
    }

    /** How many there were is not known from another site; that there were some is what callers ask. */
    private static RemoveResponse removed(StoreAnswer stored) {
        long generation = stored.getKindsCount() == 0 ? 0 : stored.getKinds(0).getGeneration();
        return RemoveResponse.newBuilder()
                .setGeneration(generation)
                .setRemoved(generation == 0 ? 0 : 1)
                .build();
    }

    /** @param from who was asked, 16 bytes */
    static SendOutcome outcome(Contents.Answer answer, ByteString from) {
        if (answer instanceof Contents.CarriedAnswer carried
                && carried.payload() instanceof AppAttachMessage attached) {
            return new SendOutcome.Answered(from, attached.getBody(), attached.getHops());
        }
        boolean unknown = answer instanceof Contents.Failure failure
                && failure.code() == org.p2psip.routing.message.ErrorCode.NOT_FOUND;
        return new SendOutcome.Refused(
                unknown
                        ? RemoteErrors.of(ErrorCode.ERROR_CODE_NOT_FOUND, ((Contents.Failure) answer).info())
                        : error(answer));
    }

    private static Error error(Contents.Answer answer) {
        return switch (answer) {
            case Contents.Failure failure -> RemoteErrors.of(failure);
            case Contents.CarriedAnswer carried when carried.payload() instanceof Error error -> error;
            default ->
                RemoteErrors.of(
                        ErrorCode.ERROR_CODE_UNAVAILABLE,
                        "the peer answered with " + answer.getClass().getSimpleName() + ", which was not asked for");
        };
    }

    private static IllegalArgumentException notAsked(StorageOperation.Builder operation) {
        return new IllegalArgumentException("no client asks for " + operation.getRequestCase());
    }
}
