package org.p2psip.relay.turn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerPolicyTest {
    private final PeerPolicy policy = new PeerPolicy(List.of(), PeerPolicy.DENIED_BY_DEFAULT);

    private static InetAddress address(String text) {
        return new InetSocketAddress(text, 1).getAddress();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "224.0.0.1",
                "239.1.1.1",
                "255.255.255.255",
                "240.0.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "10.96.0.1",
                "10.111.255.255",
                "10.244.3.4",
                "10.42.0.1",
                "10.43.255.1",
                "::",
                "::1",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "fd00:10:96::a",
                "2001::1"
            })
    void addressesThatNoPeerHasAreDenied(String address) {
        assertThat(policy.allows(address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "198.51.100.1",
                "192.168.1.1",
                "10.0.0.1",
                "10.112.0.1",
                "10.44.0.1",
                "128.0.0.1",
                "2001:db8::1",
                "fd12::1",
                "fec0::1"
            })
    void addressesOfPeersAreAllowed(String address) {
        assertThat(policy.allows(address(address))).isTrue();
    }

    @Test
    void whatIsAllowedIsAllowedEvenIfItIsDeniedToo() {
        PeerPolicy loopback = new PeerPolicy(List.of(AddressRange.parse("127.0.0.0/8")), PeerPolicy.DENIED_BY_DEFAULT);
        assertThat(loopback.allows(address("127.0.0.1"))).isTrue();
        assertThat(loopback.allows(address("169.254.0.1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true", "10.0.0.0/8, 11.0.0.0, false", "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true", "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.1, true", "0.0.0.0/0, 2001:db8::1, false", "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void rangeHoldsWhatSharesItsPrefix(String range, String address, boolean holds) {
        assertThat(AddressRange.parse(range).contains(address(address))).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "10.0.0.256", "/8", "cafe"
            })
    void rangeThatIsNoneIsNamedWithWhatWouldBeRight(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }
}
