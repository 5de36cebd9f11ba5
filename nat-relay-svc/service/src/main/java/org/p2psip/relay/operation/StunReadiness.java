package org.p2psip.relay.operation;

import io.netty.util.NetUtil;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;

/**
 * Ready is a relay whose own socket answers a STUN Binding, and answers right. Asked at most once in
 * {@link #REMEMBERED}, however often others ask here.
 */
@Readiness
@Singleton
public class StunReadiness implements AsyncHealthCheck {
    static final Duration PATIENCE = Duration.ofMillis(500);
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final String NAME = "stun-binding";

    private final RelayServer socket;
    private final Uni<HealthCheckResponse> latest;
    private volatile long askedAtNanos;

    StunReadiness(RelayServer socket) {
        this.socket = socket;
        this.latest = Uni.createFrom()
                .deferred(this::ask)
                .onItem()
                .transform(this::judge)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> down("no answer within " + PATIENCE.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> down(failure.toString()))
                .memoize()
                .until(() -> System.nanoTime() - askedAtNanos >= REMEMBERED.toNanos());
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return latest;
    }

    private HealthCheckResponse judge(Reply reply) {
        return switch (reply) {
            case Reply.Mapped mapped -> judge(mapped.address());
            case Reply.Refused refused ->
                down("answered " + refused.error().code() + " "
                        + refused.error().reason());
        };
    }

    private Uni<Reply> ask() {
        askedAtNanos = System.nanoTime();
        return socket.askItself();
    }

    private HealthCheckResponse judge(InetSocketAddress mapped) {
        return mapped.equals(socket.probeAddress())
                ? response().up().build()
                : down("said " + mapped + " to a client at " + socket.probeAddress());
    }

    private HealthCheckResponse down(String reason) {
        return response().down().withData("reason", reason).build();
    }

    private HealthCheckResponseBuilder response() {
        return HealthCheckResponse.named(NAME).withData("udp", NetUtil.toSocketAddressString(socket.address()));
    }
}
