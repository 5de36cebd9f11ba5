package org.p2psip.relay.turn;

import java.util.Optional;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.MessageType;

/** The methods of TURN (RFC 8656 section 17, RFC 6062 section 6.1). */
public enum TurnMethod {
    ALLOCATE(0x003),
    REFRESH(0x004),
    SEND(0x006),
    DATA(0x007),
    CREATE_PERMISSION(0x008),
    CHANNEL_BIND(0x009),
    CONNECT(0x00A),
    CONNECTION_BIND(0x00B),
    CONNECTION_ATTEMPT(0x00C);

    private static final TurnMethod[] BY_NUMBER = new TurnMethod[0x010];

    static {
        for (TurnMethod method : values()) {
            BY_NUMBER[method.number] = method;
        }
    }

    private final int number;

    TurnMethod(int number) {
        this.number = number;
    }

    /** IANA's number. */
    public int number() {
        return number;
    }

    public MessageType type(MessageClass messageClass) {
        return new MessageType(number, messageClass);
    }

    /** Empty for methods that TURN does not have. */
    public static Optional<TurnMethod> of(MessageType type) {
        return type.method() < BY_NUMBER.length ? Optional.ofNullable(BY_NUMBER[type.method()]) : Optional.empty();
    }
}
