package org.p2psip.relay.turn.attribute;

import org.p2psip.relay.stun.Attribute;

/** DONT-FRAGMENT (RFC 8656 section 18.9): no value; its presence asks for the DF bit towards the peer. */
public final class DontFragment {
    public static final int TYPE = 0x001A;

    private DontFragment() {}

    public static Attribute encode() {
        return new Attribute(TYPE, new byte[0]);
    }
}
