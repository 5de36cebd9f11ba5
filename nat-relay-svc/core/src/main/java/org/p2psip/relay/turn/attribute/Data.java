package org.p2psip.relay.turn.attribute;

import org.p2psip.relay.stun.Attribute;

/** DATA (RFC 8656 section 18.4): what goes to the peer or came from it, in Send and Data indications. */
public final class Data {
    public static final int TYPE = 0x0013;

    private Data() {}

    public static Attribute encode(byte[] data) {
        return new Attribute(TYPE, data);
    }
}
