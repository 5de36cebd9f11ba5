package org.p2psip.routing.service.account;

import static org.p2psip.routing.admission.Ruling.refused;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.routing.account.ServiceAccountToken;
import org.p2psip.routing.account.TokenReview;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.admission.TokenGrant;
import org.p2psip.routing.service.config.KubernetesSettings;
import org.p2psip.routing.service.config.Settings;

/**
 * What service account tokens are worth, as the cluster says. Each call waits on a virtual thread of its own; there are at
 * most {@link #IN_FLIGHT_LIMIT}, as anybody may ask.
 */
@Singleton
public final class TokenReviews {
    /** Calls to the API server at a time; one more is refused. */
    static final int IN_FLIGHT_LIMIT = 16;

    private static final Logger LOG = Logger.getLogger(TokenReviews.class);
    private static final String NAME = "p2psip.enrollment.token.reviews";

    private final Optional<KubernetesSettings> settings;
    private final Optional<ApiServer> server;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(IN_FLIGHT_LIMIT);
    private final Map<ReviewResult, Counter> counters = new EnumMap<>(ReviewResult.class);

    @Inject
    TokenReviews(Settings settings, MeterRegistry registry) {
        this(settings.enrollment().kubernetes(), registry, InstantSource.system());
    }

    TokenReviews(Optional<KubernetesSettings> settings, MeterRegistry registry, InstantSource clock) {
        this.settings = settings;
        this.server = settings.map(ApiServer::new);
        this.clock = clock;
        for (ReviewResult result : ReviewResult.values()) {
            counters.put(result, registry.counter(NAME, "result", result.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Finds out what a token allows; tells it on a thread of its own, or at once where nobody is asked. */
    public void ask(ServiceAccountToken token, Consumer<Ruling<TokenGrant>> done) {
        if (server.isEmpty()) {
            done.accept(refused(
                    Cause.FORBIDDEN,
                    "service account tokens are not taken here: p2psip.enrollment.kubernetes.accounts is \"\""));
            return;
        }
        if (!free.tryAcquire()) {
            counters.get(ReviewResult.LIMIT).increment();
            done.accept(refused(
                    Cause.LIMIT, IN_FLIGHT_LIMIT + " tokens are being looked at by the API server; try again later"));
            return;
        }
        Duration timeout = settings.orElseThrow().timeout();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().name("token-review").start(() -> {
            try {
                answer.complete(review(server.get(), token));
            } finally {
                free.release();
            }
        });
        answer.completeOnTimeout(
                        unavailable(ReviewResult.TIMEOUT, "it did not answer within " + timeout.toMillis() + " ms"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS)
                .thenAccept(found -> {
                    if (found.result() == ReviewResult.TIMEOUT) {
                        caller.interrupt();
                    }
                    counters.get(found.result()).increment();
                    done.accept(found.ruling());
                });
    }

    private record Answer(ReviewResult result, Ruling<TokenGrant> ruling) {}

    private Answer review(ApiServer asked, ServiceAccountToken token) {
        try {
            TokenReview review = asked.review(token);
            Ruling<TokenGrant> ruling = settings.orElseThrow().accounts().grant(review, clock.instant());
            if (ruling instanceof Ruling.Refused<TokenGrant> no) {
                LOG.warnf("Refused to enroll by a service account: %s", no.message());
                return new Answer(ReviewResult.REFUSED, ruling);
            }
            LOG.infof("%s enrolls by its token", review.userName());
            return new Answer(ReviewResult.ADMITTED, ruling);
        } catch (IOException e) {
            String why =
                    e instanceof ConnectException ? "it does not take connections" : String.valueOf(e.getMessage());
            LOG.warnf(
                    "The API server at %s cannot be asked: %s",
                    settings.orElseThrow().server(), why);
            return unavailable(ReviewResult.UNAVAILABLE, why);
        } catch (InterruptedException timedOut) {
            Thread.currentThread().interrupt();
            return unavailable(ReviewResult.TIMEOUT, "it was not waited for");
        } catch (RuntimeException e) {
            LOG.error("A bug in the review of service account tokens", e);
            return unavailable(ReviewResult.UNAVAILABLE, "a bug in the enrollment server, its log has more");
        }
    }

    private Answer unavailable(ReviewResult result, String why) {
        return new Answer(
                result,
                refused(
                        Cause.UNAVAILABLE,
                        "the API server at " + settings.orElseThrow().server() + " cannot be asked about the token: "
                                + why));
    }
}
