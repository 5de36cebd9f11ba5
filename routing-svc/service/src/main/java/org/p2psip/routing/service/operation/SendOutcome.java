package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import org.p2psip.proto.v1.Error;

/** What came of a message to a node. */
public sealed interface SendOutcome {
    /**
     * @param from who answered, 16 bytes
     * @param hops peers that it passed, the answering one included
     */
    record Answered(ByteString from, ByteString body, int hops) implements SendOutcome {}

    /** It did not arrive, or the node refused it. */
    record Refused(Error error) implements SendOutcome {}
}
