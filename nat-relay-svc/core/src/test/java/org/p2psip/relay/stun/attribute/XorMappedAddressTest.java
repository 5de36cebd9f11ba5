package org.p2psip.relay.stun.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.TransactionId;

class XorMappedAddressTest {
    private static final TransactionId ID = new TransactionId(0x2112A442B7E7A701L, 0xBC34D686FA87DFAEL);

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 32853, 0001a147e112a643",
        "33.18.164.66, 8466, 0001000000000000",
        "2001:db8:1234:5678:11:2233:4455:6677, 32853, 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
    })
    void addressIsXoredWithCookieAndTransactionId(String ip, int port, String value) {
        XorMappedAddress mapped = new XorMappedAddress(new InetSocketAddress(ip, port));
        Attribute attribute =
                new Attribute(XorMappedAddress.TYPE, HexFormat.of().parseHex(value));
        assertThat(mapped.encode(ID)).isEqualTo(attribute);
        assertThat(XorMappedAddress.decode(attribute, ID)).contains(mapped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0001a1", "0001a147", "0001a147e112a6", "0002a147e112a643", "0001a147e112a64300"})
    void valueThatIsNoAddressIsRefused(String value) {
        Attribute attribute =
                new Attribute(XorMappedAddress.TYPE, HexFormat.of().parseHex(value));
        assertThat(XorMappedAddress.decode(attribute, ID)).isEmpty();
    }
}
