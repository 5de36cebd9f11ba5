package org.p2psip.routing.service.overlay;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.PutResponse;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.routing.service.attached.AttachedClients;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.ClientOperations;
import org.p2psip.routing.service.remote.NodeMessages;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.watch.WatchCalls;

/** Put, Get, Send, the pipelined stream for all of them, and Watch. */
@GrpcService
public class OverlayService extends OverlayGrpc.OverlayImplBase {
    private final ClientOperations operations;
    private final OverlayRecords records;
    private final NodeMessages messages;
    private final AttachedClients clients;
    private final PeerLoop loop;
    private final OpenStreams streams;
    private final WatchCalls watches;
    private final Settings.Limits limits;

    OverlayService(
            ClientOperations operations,
            OverlayRecords records,
            NodeMessages messages,
            AttachedClients clients,
            PeerLoop loop,
            OpenStreams streams,
            WatchCalls watches,
            Settings settings) {
        this.operations = operations;
        this.records = records;
        this.messages = messages;
        this.clients = clients;
        this.loop = loop;
        this.streams = streams;
        this.watches = watches;
        this.limits = settings.limits();
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> client) {
        run(UnaryCall.of(client, Result::getPut), operation().setPut(request));
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> client) {
        run(UnaryCall.of(client, Result::getGet), operation().setGet(request));
    }

    @Override
    public void send(SendRequest request, StreamObserver<SendResponse> client) {
        run(UnaryCall.of(client, Result::getSend), operation().setSend(request));
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchEvent> client) {
        watches.watch(request, (ServerCallStreamObserver<WatchEvent>) client);
    }

    @Override
    public StreamObserver<OperationBatch> pipeline(StreamObserver<ResultBatch> client) {
        PipelineStream stream = new PipelineStream(
                (ServerCallStreamObserver<ResultBatch>) client,
                operations,
                records,
                messages,
                clients,
                loop,
                limits.streamInFlight(),
                streams::remove);
        stream.open();
        loop.execute(() -> streams.add(stream));
        return stream;
    }

    private static Operation.Builder operation() {
        return Operation.newBuilder().setTimeoutMs(UnaryCall.timeoutMs());
    }

    private void run(UnaryCall<?> call, Operation.Builder operation) {
        call.run(operation.build(), operations, records, messages, loop);
    }
}
