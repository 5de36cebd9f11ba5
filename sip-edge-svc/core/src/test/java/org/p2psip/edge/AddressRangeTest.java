package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.protect.SourceKey;

class AddressRangeTest {
    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.5, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1/128, ::1, true",
    })
    void rangeHasTheAddressesThatShareItsPrefix(String range, String address, boolean contained)
            throws UnknownHostException {
        assertThat(AddressRange.parse(range).orElseThrow().contains(address(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.7, 192.0.2.7/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
        "::1, 0:0:0:0:0:0:0:1/128",
    })
    void rangeIsRead(String text, String meaning) {
        assertThat(AddressRange.parse(text)).map(AddressRange::toString).contains(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "localhost",
                "192.0.2",
                "192.0.2.1/24",
                "192.0.2.0/33",
                "192.0.2.0/x",
                "192.0.2.0/",
                "1:2",
                "10.0.0.0/-1",
                "10.0.0.0/08x",
                "::/129",
                "::/1000",
                "[::1]"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void rangeOfAnyOfItsAddressesIsTheSame() throws UnknownHostException {
        assertThat(new AddressRange(address("192.0.2.77"), 24))
                .isEqualTo(AddressRange.parse("192.0.2.0/24").orElseThrow());
    }

    @Test
    void sourceIsAnIpv4AddressOrASixtyFourOfIpv6() throws UnknownHostException {
        assertThat(SourceKey.range(SourceKey.of(address("203.0.113.200")))).hasToString("203.0.113.200/32");
        assertThat(SourceKey.range(SourceKey.of(address("2001:db8:1:2:3:4:5:6"))))
                .hasToString("2001:db8:1:2:0:0:0:0/64");
        assertThat(SourceKey.of(address("2001:db8:1:2::1"))).isEqualTo(SourceKey.of(address("2001:db8:1:2:ffff::")));
        assertThat(SourceKey.of(address("::1"))).isNotZero().isNotEqualTo(SourceKey.of(address("0.0.0.1")));
    }
}
