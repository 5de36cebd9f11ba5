package org.p2psip.edge.service.kafka;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.p2psip.edge.CallRecord;
import org.p2psip.proto.v1.CallEvent;

/** The core's call records as what topic p2psip.calls carries. */
public final class CallEvents {
    private final String edgeName;
    private final RandomGenerator random;

    /**
     * @param edgeName stands in the events
     * @param random makes record numbers, unique among all edges
     */
    public CallEvents(String edgeName, RandomGenerator random) {
        this.edgeName = edgeName;
        this.random = random;
    }

    /** The event of a call, with a number of its own. */
    public CallEvent of(CallRecord call, long nowEpochMillis) {
        CallEvent.Builder event = CallEvent.newBuilder()
                .setCallId(call.callId())
                .setFrom(call.from())
                .setTo(call.to())
                .setAuthenticatedUser(call.authenticatedUser())
                .setTrunk(call.trunk())
                .setStatus(call.status())
                .setStartedAtMs(nowEpochMillis - TimeUnit.NANOSECONDS.toMillis(call.startedNanosAgo()))
                .setSetupMs(millis(call.setupNanos()))
                .setEnd(
                        switch (call.end()) {
                            case NOT_ANSWERED -> CallEvent.End.END_NOT_ANSWERED;
                            case BYE -> CallEvent.End.END_BYE;
                            case EXPIRED -> CallEvent.End.END_EXPIRED;
                            case UNSEEN -> CallEvent.End.END_UNSEEN;
                        })
                .setEdge(edgeName)
                .setRecordId(number());
        if (call.durationNanos() >= 0) {
            event.setDurationMs(millis(call.durationNanos()));
        }
        return event.build();
    }

    private ByteString number() {
        ByteBuffer bytes = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong());
        return ByteString.copyFrom(bytes.flip());
    }

    private static int millis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
