package org.p2psip.relay.turn.attribute;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;

/**
 * The families of addresses, as REQUESTED-ADDRESS-FAMILY (RFC 8656 section 18.6) and ADDITIONAL-ADDRESS-FAMILY (section
 * 18.11) name them.
 */
public enum AddressFamily {
    IPV4(0x01),
    IPV6(0x02);

    public static final int REQUESTED_TYPE = 0x0017;
    public static final int ADDITIONAL_TYPE = 0x8000;

    private static final int OCTETS = 4;

    private final int number;

    AddressFamily(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /**
     * @param type one of the two that carry a family
     */
    public Attribute encode(int type) {
        return new Attribute(type, new byte[] {(byte) number, 0, 0, 0});
    }

    /** Empty when the value has another size or names no known family. */
    public static Optional<AddressFamily> decode(Attribute attribute) {
        byte[] value = attribute.value();
        if (value.length != OCTETS) {
            return Optional.empty();
        }
        return switch (value[0]) {
            case 0x01 -> Optional.of(IPV4);
            case 0x02 -> Optional.of(IPV6);
            default -> Optional.empty();
        };
    }
}
