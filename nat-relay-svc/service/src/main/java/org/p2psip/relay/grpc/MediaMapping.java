package org.p2psip.relay.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.p2psip.proto.v1.MediaDescription;
import org.p2psip.proto.v1.MediaSdp;
import org.p2psip.proto.v1.MediaStatistics;
import org.p2psip.relay.media.MediaChange;
import org.p2psip.relay.media.MediaChange.Step;
import org.p2psip.relay.media.MediaKey;
import org.p2psip.relay.media.MediaResult;
import org.p2psip.relay.media.MediaSession;
import org.p2psip.relay.media.Side;

/** The contract's messages of media sessions. */
final class MediaMapping {
    /** Characters of each part of a key; SIP messages that edges take have none as long. */
    private static final int MAX_KEY_PART = 1_024;

    private MediaMapping() {}

    /** @throws IllegalArgumentException for what no edge may send, with a message for it */
    static MediaChange.Request request(Step step, MediaDescription description) {
        return new MediaChange.Request(
                step,
                key(description.getKey()),
                description.getFromCaller() ? Side.CALLER : Side.CALLEE,
                description.getSdp().toByteArray(),
                natSource(description.getNatSource()));
    }

    /** @throws IllegalArgumentException as of {@link #request} */
    static MediaKey key(org.p2psip.proto.v1.MediaKey key) {
        return new MediaKey(
                part("call_id", key.getCallId()), part("from_tag", key.getFromTag()), part("branch", key.getBranch()));
    }

    private static String part(String name, String value) {
        if (value.isEmpty() || value.length() > MAX_KEY_PART) {
            throw new IllegalArgumentException(
                    "key." + name + " has " + value.length() + " characters, 1 to " + MAX_KEY_PART + " are allowed");
        }
        return value;
    }

    private static Optional<InetAddress> natSource(ByteString octets) {
        if (octets.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(octets.toByteArray()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("nat_source has " + octets.size() + " bytes, 4 or 16 are right", e);
        }
    }

    static MediaSdp sdp(MediaResult.Changed changed) {
        return MediaSdp.newBuilder()
                .setSdp(ByteString.copyFrom(changed.sdp()))
                .setSession(changed.session().id())
                .build();
    }

    static Status status(MediaChange.Refused refused) {
        Status status =
                switch (refused.reason()) {
                    case DESCRIPTION -> Status.INVALID_ARGUMENT;
                    case UNKNOWN_SESSION -> Status.NOT_FOUND;
                    case EXISTS -> Status.ALREADY_EXISTS;
                    case CHANGED_MEANWHILE -> Status.ABORTED;
                    case TOO_MANY -> Status.RESOURCE_EXHAUSTED;
                    case DRAINING -> Status.UNAVAILABLE;
                };
        return status.withDescription(refused.message());
    }

    static MediaStatistics statistics(Optional<MediaSession> session) {
        return session.map(ended -> MediaStatistics.newBuilder()
                        .setPacketsFromCaller(ended.packetsFrom(Side.CALLER))
                        .setPacketsFromCallee(ended.packetsFrom(Side.CALLEE))
                        .setBytesFromCaller(ended.octetsFrom(Side.CALLER))
                        .setBytesFromCallee(ended.octetsFrom(Side.CALLEE))
                        .build())
                .orElse(MediaStatistics.getDefaultInstance());
    }
}
