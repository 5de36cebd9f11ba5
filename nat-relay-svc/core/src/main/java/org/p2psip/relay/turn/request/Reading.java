package org.p2psip.relay.turn.request;

import org.p2psip.relay.stun.attribute.ErrorCode;

/** What a request's attributes say: a wish, or why they make no sense. */
sealed interface Reading permits AllocateWish, Reading.Refused {
    /**
     * @param error to answer with
     */
    record Refused(ErrorCode error) implements Reading {}
}
