package org.p2psip.relay.turn;

import org.p2psip.relay.stun.attribute.ErrorCode;

/** The errors that TURN adds to STUN's (RFC 8656 section 19, RFC 6062 section 6.3). */
public final class TurnError {
    public static final ErrorCode FORBIDDEN = new ErrorCode(403, "Forbidden");
    public static final ErrorCode ALLOCATION_MISMATCH = new ErrorCode(437, "Allocation Mismatch");
    public static final ErrorCode ADDRESS_FAMILY_NOT_SUPPORTED = new ErrorCode(440, "Address Family not Supported");
    public static final ErrorCode WRONG_CREDENTIALS = new ErrorCode(441, "Wrong Credentials");
    public static final ErrorCode UNSUPPORTED_TRANSPORT = new ErrorCode(442, "Unsupported Transport Protocol");
    public static final ErrorCode PEER_ADDRESS_FAMILY_MISMATCH = new ErrorCode(443, "Peer Address Family Mismatch");
    public static final ErrorCode CONNECTION_ALREADY_EXISTS = new ErrorCode(446, "Connection Already Exists");
    public static final ErrorCode CONNECTION_TIMEOUT_OR_FAILURE = new ErrorCode(447, "Connection Timeout or Failure");
    public static final ErrorCode ALLOCATION_QUOTA_REACHED = new ErrorCode(486, "Allocation Quota Reached");
    public static final ErrorCode INSUFFICIENT_CAPACITY = new ErrorCode(508, "Insufficient Capacity");

    private TurnError() {}
}
