package org.p2psip.edge.service.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.CallEvent;

/** Topic p2psip.calls, keyed by Call-ID. */
@ApplicationScoped
public class CallChannel implements CallSink {
    private static final Logger LOG = Logger.getLogger(CallChannel.class);

    /** Unbounded here, as {@link CallPublisher} bounds what is on its way. */
    @Inject
    @Channel("calls")
    @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
    Emitter<byte[]> calls;

    @Override
    public CompletionStage<Void> send(byte[] record) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            calls.send(Message.of(
                    record,
                    Metadata.of(OutgoingKafkaRecordMetadata.<String>builder()
                            .withKey(callId(record))
                            .build()),
                    () -> {
                        sent.complete(null);
                        return CompletableFuture.completedFuture(null);
                    },
                    failure -> {
                        sent.completeExceptionally(failure);
                        return CompletableFuture.completedFuture(null);
                    }));
        } catch (IllegalStateException e) {
            sent.completeExceptionally(e); // the channel is closed as the edge stops
        }
        return sent;
    }

    /** Without a key where the record cannot be read: it must not hold up those behind it. */
    private static String callId(byte[] record) {
        try {
            return CallEvent.parseFrom(record).getCallId();
        } catch (InvalidProtocolBufferException e) {
            LOG.errorf("a call record of %d bytes has no Call-ID: %s", record.length, e.getMessage());
            return null;
        }
    }
}
