package org.p2psip.relay.stun.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.binding.SourceRateLimit.Limits;

class SourceRateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private static ClientAddress client(String ip) {
        return new ClientAddress(new InetSocketAddress(ip, 5060));
    }

    private static int admitted(SourceRateLimit limit, ClientAddress source, int tries, long nowNanos) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += limit.admit(source, nowNanos) ? 1 : 0;
        }
        return admitted;
    }

    // a monotonic clock may start anywhere, and pass from positive to negative
    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MIN_VALUE, Long.MAX_VALUE - SECOND / 2})
    void fullBucketGivesItsBurstAndFillsAtItsRate(long start) {
        SourceRateLimit limit = new SourceRateLimit(new Limits(10, 20, 100));
        ClientAddress source = client("192.0.2.1");
        assertThat(admitted(limit, source, 30, start)).isEqualTo(20);
        assertThat(admitted(limit, source, 30, start + SECOND / 10 - 1)).isZero();
        assertThat(admitted(limit, source, 30, start + SECOND / 10)).isEqualTo(1);
        assertThat(admitted(limit, source, 30, start + SECOND)).isEqualTo(9);
        assertThat(admitted(limit, source, 30, start + 60 * SECOND)).isEqualTo(20);
    }

    @Test
    void sourcesHaveBucketsOfTheirOwnWhateverThePort() {
        SourceRateLimit limit = new SourceRateLimit(new Limits(1, 1, 100));
        assertThat(limit.admit(client("192.0.2.1"), 0)).isTrue();
        assertThat(limit.admit(client("192.0.2.2"), 0)).isTrue();
        assertThat(limit.admit(new ClientAddress(new InetSocketAddress("192.0.2.1", 1)), 0))
                .isFalse();
    }

    @Test
    void addressesOfOneIpv6SubnetShareABucket() {
        SourceRateLimit limit = new SourceRateLimit(new Limits(1, 1, 100));
        assertThat(limit.admit(client("2001:db8::1"), 0)).isTrue();
        assertThat(limit.admit(client("2001:db8::ffff:2"), 0)).isFalse();
        assertThat(limit.admit(client("2001:db8:0:1::1"), 0)).isTrue();
    }

    @Test
    void fullTableForgetsTheSourceThatWasSilentLongest() {
        SourceRateLimit limit = new SourceRateLimit(new Limits(1, 1, 2));
        assertThat(limit.admit(client("192.0.2.1"), 0)).isTrue();
        assertThat(limit.admit(client("192.0.2.2"), 0)).isTrue();
        assertThat(limit.admit(client("192.0.2.1"), 1)).isFalse();
        assertThat(limit.forgottenSources()).isZero();
        assertThat(limit.admit(client("192.0.2.3"), 2)).isTrue();
        assertThat(limit.forgottenSources()).isEqualTo(1);
        assertThat(limit.admit(client("192.0.2.1"), 3)).isFalse();
        assertThat(limit.admit(client("192.0.2.2"), 4)).isTrue();
    }

    @Test
    void limitsThatMeanNothingAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1_000_001, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 0));
    }
}
