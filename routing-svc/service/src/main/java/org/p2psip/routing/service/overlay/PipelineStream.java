package org.p2psip.routing.service.overlay;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.proto.v1.Delivery;
import org.p2psip.proto.v1.DeliveryAnswer;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.OperationBatch;
import org.p2psip.proto.v1.Requester;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.routing.service.attached.AttachedClients;
import org.p2psip.routing.service.attached.ClientDeliveries;
import org.p2psip.routing.service.operation.ClientOperations;
import org.p2psip.routing.service.operation.OperationKind;
import org.p2psip.routing.service.operation.Plan;
import org.p2psip.routing.service.operation.Requesters;
import org.p2psip.routing.service.remote.NodeMessages;
import org.p2psip.routing.service.remote.OverlayRecords;
import org.p2psip.routing.service.storage.LoopTask;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageRequest;

/**
 * One client's pipelined stream. Operations are read and checked where they arrive; from then on the peer loop owns the
 * stream. A client that does not read its results is not read from either, so a stream holds at most its operations in
 * flight and {@link #BATCHES_AHEAD} batches.
 */
final class PipelineStream implements StreamObserver<OperationBatch> {
    /** Operations of one message, as the contract allows. */
    static final int BATCH_LIMIT = 256;
    /** Batches that a client may send before the first of them was taken. */
    private static final int BATCHES_AHEAD = 4;
    /** Encoded bytes after which a message of results is full: clients take 4 MiB. */
    private static final int BATCH_BYTES_LIMIT = 1 << 20;

    private final ServerCallStreamObserver<ResultBatch> client;
    private final ClientOperations operations;
    private final OverlayRecords records;
    private final NodeMessages messages;
    private final AttachedClients clients;
    private final PeerLoop loop;
    /** What further answers of this turn of the loop add leaves in the same message. */
    private final LoopTask flush;

    private final int inFlightLimit;
    private final Consumer<PipelineStream> onEnd;

    /** Who opened the stream. */
    private final Optional<Requester> requester;

    private final List<Result> results = new ArrayList<>();
    /** Messages for applications that this stream announced; null while it has none. */
    private ClientDeliveries deliveries;

    private final List<Delivery> delivering = new ArrayList<>(0);
    private int inFlight;
    private int unrequested;
    private boolean halfClosed;
    private boolean ended;

    PipelineStream(
            ServerCallStreamObserver<ResultBatch> client,
            ClientOperations operations,
            OverlayRecords records,
            NodeMessages messages,
            AttachedClients clients,
            PeerLoop loop,
            int inFlightLimit,
            Consumer<PipelineStream> onEnd) {
        this.client = client;
        this.operations = operations;
        this.records = records;
        this.messages = messages;
        this.clients = clients;
        this.loop = loop;
        this.flush = new LoopTask(loop, this::flush);
        this.inFlightLimit = inFlightLimit;
        this.onEnd = onEnd;
        this.requester = Requesters.current();
    }

    /** Takes over the call; to be called where the call arrives, before it returns. */
    void open() {
        client.disableAutoRequest();
        client.setOnReadyHandler(() -> loop.execute(this::readOn));
        client.setOnCancelHandler(() -> loop.execute(this::end));
        client.request(BATCHES_AHEAD);
    }

    @Override
    public void onNext(OperationBatch batch) {
        List<Operation> given = batch.getOperationsList();
        List<Plan> plans = new ArrayList<>(given.size());
        for (Operation operation : given) {
            plans.add(
                    plans.size() < BATCH_LIMIT ? operations.plan(operation, requester) : refuseBeyondBatch(operation));
        }
        if (batch.getAnswersCount() > 0) {
            loop.execute(() -> answered(batch.getAnswersList()));
        }
        loop.execute(() -> take(plans));
    }

    @Override
    public void onError(Throwable failure) {
        loop.execute(this::end);
    }

    @Override
    public void onCompleted() {
        loop.execute(() -> {
            halfClosed = true;
            flush.plan();
        });
    }

    /** Ends the stream because the service stops; on the loop. */
    void stop() {
        if (!ended) {
            flush();
            end();
            client.onError(Status.UNAVAILABLE
                    .withDescription("this peer is stopping; use another one")
                    .asException());
        }
    }

    private Plan refuseBeyondBatch(Operation operation) {
        return new Plan.Answer(operations.refuseAtLimit(
                ClientOperations.kindOf(operation),
                operation.getId(),
                "a batch has at most " + BATCH_LIMIT + " operations; send this one again in another batch"));
    }

    private void answered(List<DeliveryAnswer> answers) {
        if (deliveries != null) {
            answers.forEach(answer -> clients.answered(deliveries, answer));
        }
    }

    private void announce(Plan.Announce announce) {
        if (ended) {
            return;
        }
        if (deliveries == null) {
            deliveries = clients.stream(this::deliver);
        }
        results.add(operations.announced(
                announce, clients.announce(deliveries, announce.client(), announce.application())));
    }

    private void deliver(Delivery delivery) {
        delivering.add(delivery);
        flush.plan();
    }

    private void take(List<Plan> plans) {
        for (Plan plan : plans) {
            switch (plan) {
                case Plan.Answer(Result result) -> results.add(result);
                case Plan.AskStorage ask
                when inFlight >= inFlightLimit -> {
                    ask.span().end();
                    results.add(atLimit(ask.kind(), ask.id()));
                }
                case Plan.AskStorage ask -> ask(ask);
                case Plan.AskNode ask
                when inFlight >= inFlightLimit -> results.add(atLimit(OperationKind.SEND, ask.id()));
                case Plan.AskNode ask -> ask(ask);
                case Plan.Announce announce -> announce(announce);
            }
        }
        unrequested++;
        flush.plan();
        readOn();
    }

    private Result atLimit(OperationKind kind, long id) {
        return operations.refuseAtLimit(
                kind,
                id,
                inFlightLimit + " operations are in flight on this stream"
                        + " (p2psip.routing.limits.stream-in-flight); wait for results");
    }

    private void ask(Plan.AskNode ask) {
        inFlight++;
        messages.send(ask.target(), ask.message(), ask.timeoutMs(), outcome -> {
            inFlight--;
            results.add(operations.sent(ask, outcome));
            flush.plan();
        });
    }

    private void ask(Plan.AskStorage ask) {
        inFlight++;
        records.send(new StorageRequest(ask.operation(), ask.timeoutMs(), answer -> {
            inFlight--;
            results.add(operations.result(ask, answer));
            flush.plan();
        }));
    }

    private void flush() {
        if (ended) {
            results.clear();
            delivering.clear();
            return;
        }
        ResultBatch.Builder batch = ResultBatch.newBuilder();
        int bytes = 0;
        for (Result result : results) {
            int size = result.getSerializedSize();
            if (bytes + size > BATCH_BYTES_LIMIT && batch.getResultsCount() > 0) {
                client.onNext(batch.build());
                batch.clear();
                bytes = 0;
            }
            batch.addResults(result);
            bytes += size;
        }
        results.clear();
        for (Delivery delivery : delivering) {
            // Each may have as much as a whole message of small results.
            client.onNext(ResultBatch.newBuilder().addDeliveries(delivery).build());
        }
        delivering.clear();
        if (batch.getResultsCount() > 0) {
            client.onNext(batch.build());
        }
        if (halfClosed && inFlight == 0) {
            end();
            client.onCompleted();
        }
    }

    private void readOn() {
        if (!ended && unrequested > 0 && client.isReady()) {
            client.request(unrequested);
            unrequested = 0;
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            if (deliveries != null) {
                clients.remove(deliveries);
            }
            onEnd.accept(this);
        }
    }
}
