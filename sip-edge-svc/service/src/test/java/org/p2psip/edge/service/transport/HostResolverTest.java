package org.p2psip.edge.service.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;

class HostResolverTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final HostResolver resolver = new HostResolver(io, edge, new Counts<>(TransportCounter.class), 500);

    @AfterEach
    void close() {
        resolver.close();
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1", "2001:db8::1, 2001:db8:0:0:0:0:0:1", "localhost, 127.0.0.1"})
    void literalsAndTheHostsFileNeedNoServer(String host, String address) {
        io.loop().execute(() -> resolver.resolve(1, host));
        Await.until("resolved", SOON, () -> edge.addresses.containsKey(1L));
        assertThat(edge.addresses.get(1L))
                .extracting(InetAddress::getHostAddress)
                .contains(address);
    }

    @Test
    void nameThatDoesNotExistHasNoAddressWithinTheTime() {
        long asked = System.nanoTime();
        io.loop().execute(() -> resolver.resolve(1, "no-such-host.invalid"));
        Await.until("answered", SOON, () -> edge.addresses.containsKey(1L));
        assertThat(edge.addresses.get(1L)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
    }
}
