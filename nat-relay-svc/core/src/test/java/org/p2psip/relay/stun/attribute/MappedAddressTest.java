package org.p2psip.relay.stun.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;

class MappedAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 32853, 00018055c0000201",
        "0.0.0.0, 0, 0001000000000000",
        "2001:db8::1, 65535, 0002ffff20010db8000000000000000000000001"
    })
    void addressIsReadAndWrittenInTheClear(String ip, int port, String value) {
        MappedAddress mapped = new MappedAddress(new InetSocketAddress(ip, port));
        Attribute attribute = new Attribute(MappedAddress.TYPE, HexFormat.of().parseHex(value));
        assertThat(mapped.encode()).isEqualTo(attribute);
        assertThat(MappedAddress.decode(attribute)).contains(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000180",
                "00018055",
                "00018055c00002",
                "00018055c000020100",
                "00028055c0000201",
                "00038055c0000201"
            })
    void valueThatIsNoAddressIsRefused(String value) {
        assertThat(MappedAddress.decode(
                        new Attribute(MappedAddress.TYPE, HexFormat.of().parseHex(value))))
                .isEmpty();
    }

    @Test
    void firstOctetIsIgnored() {
        Attribute attribute = new Attribute(MappedAddress.TYPE, HexFormat.of().parseHex("ff018055c0000201"));
        assertThat(MappedAddress.decode(attribute))
                .contains(new MappedAddress(new InetSocketAddress("192.0.2.1", 32853)));
    }
}
