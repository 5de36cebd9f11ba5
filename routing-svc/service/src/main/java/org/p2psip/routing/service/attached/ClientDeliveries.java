package org.p2psip.routing.service.attached;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.p2psip.proto.v1.Delivery;
import org.p2psip.proto.v1.DeliveryAnswer;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.record.SendRules;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.attached.AttachedMetrics.Happening;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.storage.PeerLoop;

/** The messages that one client was sent on its stream and has not answered. On the peer loop. */
public final class ClientDeliveries {
    /** Messages that a client has not answered; one more is refused. */
    static final int IN_FLIGHT_LIMIT = 256;
    /** Time that a client has for an answer, milliseconds: as long as the sender's peer waits without a word of its own. */
    static final int ANSWER_MS = 3_000;

    private final DeliverySink stream;
    private final PeerLoop loop;
    private final AttachedMetrics metrics;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long lastId;

    private record Waiting(Consumer<DeliveryAnswer> answer, ScheduledFuture<?> timeout) {}

    ClientDeliveries(DeliverySink stream, PeerLoop loop, AttachedMetrics metrics) {
        this.stream = stream;
        this.loop = loop;
        this.metrics = metrics;
    }

    void deliver(NodeId client, String application, ByteString body, Consumer<DeliveryAnswer> answer) {
        if (waiting.size() >= IN_FLIGHT_LIMIT) {
            metrics.count(Happening.LIMITED);
            answer.accept(refused(
                    ErrorCode.ERROR_CODE_LIMIT_REACHED,
                    "client " + client + " has not answered " + IN_FLIGHT_LIMIT + " messages; try again later"));
            return;
        }
        long id = ++lastId;
        ScheduledFuture<?> timeout =
                loop.scheduler().schedule(() -> late(client, id), ANSWER_MS, TimeUnit.MILLISECONDS);
        waiting.put(id, new Waiting(answer, timeout));
        metrics.count(Happening.DELIVERED);
        stream.send(Delivery.newBuilder()
                .setId(id)
                .setNodeId(ByteString.copyFrom(client.toBytes()))
                .setApplication(application)
                .setBody(body)
                .setTimeoutMs(ANSWER_MS)
                .build());
    }

    private void late(NodeId client, long id) {
        Waiting late = waiting.remove(id);
        if (late != null) {
            metrics.count(Happening.LATE);
            late.answer.accept(refused(
                    ErrorCode.ERROR_CODE_REQUEST_TIMEOUT,
                    "client " + client + " did not answer in time; it may have taken the message"));
        }
    }

    /** The client answers; what nobody waits for any more is dropped. */
    void answered(DeliveryAnswer answer) {
        Waiting answered = waiting.remove(answer.getId());
        if (answered == null) {
            metrics.count(Happening.UNASKED);
            return;
        }
        answered.timeout.cancel(false);
        answered.answer.accept(
                answer.getBody().size() <= SendRules.BODY_LIMIT
                        ? answer
                        : refused(
                                ErrorCode.ERROR_CODE_RESPONSE_TOO_LARGE,
                                "the answer of the client has "
                                        + answer.getBody().size() + " bytes, at most " + SendRules.BODY_LIMIT
                                        + " are allowed"));
    }

    /** The client has hung up. */
    void end() {
        List<Waiting> all = List.copyOf(waiting.values());
        waiting.clear();
        for (Waiting one : all) {
            one.timeout.cancel(false);
            one.answer.accept(
                    refused(ErrorCode.ERROR_CODE_UNAVAILABLE, "the client has hung up; it may have taken the message"));
        }
    }

    private static DeliveryAnswer refused(ErrorCode code, String message) {
        Error error = Errors.of(code, message);
        return DeliveryAnswer.newBuilder().setError(error).build();
    }
}
