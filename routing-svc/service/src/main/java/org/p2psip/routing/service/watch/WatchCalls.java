package org.p2psip.routing.service.watch;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.PeerWatchRequest;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.routing.service.link.WatchSource;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.operation.Requesters;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageRequest;

/**
 * Takes watches of clients and of other peers. Who wants to watch a kind has to be allowed to read it: the record is read
 * in the caller's name first, and a refusal of that is the answer.
 */
@Singleton
public final class WatchCalls implements WatchSource {
    /** Who calls where nobody shows a certificate: on loopback only, all together. */
    private static final String UNSECURED = "";

    private static final String PEERS = "peers";

    private final PeerLoop loop;
    private final OverlayRecords records;
    private final Watchers watchers;
    private final WatchMetrics metrics;

    WatchCalls(PeerLoop loop, OverlayRecords records, Watchers watchers, WatchMetrics metrics) {
        this.loop = loop;
        this.records = records;
        this.watchers = watchers;
        this.metrics = metrics;
    }

    /** A client watches; where the call arrives. */
    public void watch(WatchRequest request, ServerCallStreamObserver<WatchEvent> client) {
        Optional<Requester> requester = Requesters.current();
        switch (RequestedWatch.of(request)) {
            case RequestedWatch.Refused(Error error) -> client.onError(Errors.toStatus(error));
            case RequestedWatch.Watch watch -> {
                Watcher[] watcher = handled(client);
                loop.execute(() -> ask(watch, requester, client, watcher));
            }
        }
    }

    @Override
    public void watch(PeerWatchRequest request, ServerCallStreamObserver<WatchEvent> peer) {
        switch (RequestedWatch.of(request)) {
            case RequestedWatch.Refused(Error error) -> peer.onError(Errors.toStatus(error));
            case RequestedWatch.Watch watch -> {
                Watcher[] watcher = handled(peer);
                loop.execute(() -> {
                    watcher[0] = new Watcher(PEERS, watch.id(), watch.kinds(), true, peer, metrics);
                    watchers.admit(watcher[0]).ifPresentOrElse(watcher[0]::end, () -> watchers.begin(watcher[0]));
                });
            }
        }
    }

    /** Handlers have to be set before the call returns; the watcher is there when the loop has come to it. */
    private Watcher[] handled(ServerCallStreamObserver<WatchEvent> client) {
        Watcher[] watcher = new Watcher[1];
        client.setOnReadyHandler(() -> loop.execute(() -> {
            if (watcher[0] != null) {
                watcher[0].flush();
            }
        }));
        client.setOnCancelHandler(() -> loop.execute(() -> {
            if (watcher[0] != null) {
                watcher[0].cancelled();
                watchers.remove(watcher[0]);
            }
        }));
        return watcher;
    }

    private void ask(
            RequestedWatch.Watch watch,
            Optional<Requester> requester,
            ServerCallStreamObserver<WatchEvent> client,
            Watcher[] watcher) {
        String caller = requester
                .map(who -> HexFormat.of().formatHex(who.getNodeId().toByteArray()))
                .orElse(UNSECURED);
        Watcher counted = new Watcher(caller, watch.id(), watch.kinds(), false, client, metrics);
        watcher[0] = counted;
        Optional<Error> refusal = watchers.admit(counted);
        if (refusal.isPresent()) {
            counted.end(refusal.get());
            return;
        }
        Set<Integer> readable = new HashSet<>();
        int[] unanswered = {watch.kinds().size()};
        for (int kind : watch.kinds()) {
            records.send(read(watch, kind, requester, result -> {
                boolean forbidden = result.hasError()
                        && watch.allReadable()
                        && result.getError().getCode() == ErrorCode.ERROR_CODE_FORBIDDEN;
                if (result.hasError() && !forbidden) {
                    refuse(counted, result.getError());
                } else if (!result.hasError()) {
                    readable.add(kind);
                }
                unanswered[0]--;
                if (unanswered[0] == 0 && !counted.isEnded()) {
                    allowed(counted, readable);
                }
            }));
        }
    }

    private void allowed(Watcher watcher, Set<Integer> readable) {
        if (readable.isEmpty()) {
            refuse(watcher, Errors.of(ErrorCode.ERROR_CODE_FORBIDDEN, "the caller may read none of the kinds"));
        } else {
            watcher.narrow(readable);
            watchers.begin(watcher);
        }
    }

    private void refuse(Watcher watcher, Error error) {
        watcher.end(error);
        watchers.remove(watcher);
    }

    private static StorageRequest read(
            RequestedWatch.Watch watch, int kind, Optional<Requester> requester, Consumer<StorageResult> answer) {
        FetchRequest.Builder fetch = FetchRequest.newBuilder()
                .setResource(watch.resource().toBuilder()
                        .setResourceId(ByteString.copyFrom(watch.id().toBytes())))
                .addKinds(KindQuery.newBuilder().setKind(kind));
        requester.ifPresent(fetch::setRequester);
        return new StorageRequest(
                StorageOperation.newBuilder().setFetch(fetch), StorageRequest.DEFAULT_TIMEOUT_MS, answer);
    }
}
