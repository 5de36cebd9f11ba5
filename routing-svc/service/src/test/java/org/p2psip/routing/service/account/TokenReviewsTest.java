package org.p2psip.routing.service.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.identity.Role;
import org.p2psip.routing.account.ServiceAccountToken;
import org.p2psip.routing.account.ServiceAccounts;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.admission.TokenGrant;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.config.KubernetesSettings;

/** Service account tokens, against an API server over HTTPS. */
class TokenReviewsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(2_000);
    private static final Instant LATER = Instant.now().plusSeconds(3600);

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private FakeApiServer api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApiServer(directory);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void goodTokenOfAKnownAccountGrantsItsRolesAndSite() throws Exception {
        Ruling<TokenGrant> ruling = ask(reviews(), FakeApiServer.token("p2psip", "edge", "p2psip", LATER));
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Granted.class, granted -> {
            TokenGrant grant = (TokenGrant) granted.value();
            assertThat(grant.roles()).isEqualTo(Set.of(Role.EDGE));
            assertThat(grant.site()).isEqualTo("far");
        });
        assertThat(count(ReviewResult.ADMITTED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "p2psip, edge,     vault,  3600,  is invalid for the target audiences",
        "p2psip, stranger, p2psip, 3600,  does not name",
        "other,  edge,     p2psip, 3600,  does not name",
        "p2psip, edge,     p2psip, -3600, has expired",
    })
    void tokenThatIsNotGoodHereIsRefusedWithTheReason(
            String namespace, String account, String audience, long seconds, String why) throws Exception {
        String token =
                FakeApiServer.token(namespace, account, audience, Instant.now().plusSeconds(seconds));
        assertRefused(ask(reviews(), token), Cause.FORBIDDEN, why);
        assertThat(count(ReviewResult.REFUSED)).isEqualTo(1);
    }

    @Test
    void forgedTokenIsRefused() throws Exception {
        String good = FakeApiServer.token("p2psip", "edge", "p2psip", LATER);
        String forged = good.substring(0, good.lastIndexOf('.')) + ".forged";
        assertRefused(ask(reviews(), forged), Cause.FORBIDDEN, "invalid bearer token");
    }

    @Test
    void apiServerThatIsAwayIsSaid() throws Exception {
        URI gone = api.url();
        api.close();
        assertRefused(ask(reviews(), good()), Cause.UNAVAILABLE, gone.toString());
        assertThat(count(ReviewResult.UNAVAILABLE)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, '', it answers 401",
        "403, '', needs the right to create them",
        "500, '', it answers 500",
        "201, no JSON, is no TokenReview",
        "201, '{\"status\":{\"authenticated\":\"yes\"}}', is no TokenReview",
    })
    void answerThatIsNoReviewAdmitsNobody(int status, String body, String why) throws Exception {
        api.status = status;
        api.garbage = body;
        assertRefused(ask(reviews(), good()), Cause.UNAVAILABLE, why);
    }

    @Test
    void reviewWithoutAStatusAdmitsNobody() throws Exception {
        api.garbage = "{}";
        assertRefused(ask(reviews(), good()), Cause.FORBIDDEN, "does not say why");
    }

    @Test
    void slowApiServerIsWaitedForNoLongerThanConfigured() throws Exception {
        api.status = -1;
        TokenReviews reviews = reviews(Duration.ofMillis(150), api.url());
        assertRefused(ask(reviews, good()), Cause.UNAVAILABLE, "did not answer within 150 ms");
        assertThat(count(ReviewResult.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void callsInFlightAreBoundedAndComeBackAfterATimeout() throws Exception {
        api.status = -1;
        TokenReviews reviews = reviews(Duration.ofMillis(500), api.url());
        List<CompletableFuture<Ruling<TokenGrant>>> asked = new ArrayList<>();
        for (int call = 0; call < TokenReviews.IN_FLIGHT_LIMIT; call++) {
            asked.add(start(reviews, good()));
        }
        assertRefused(start(reviews, good()).getNow(null), Cause.LIMIT, "16 tokens");
        for (CompletableFuture<Ruling<TokenGrant>> one : asked) {
            assertRefused(one.get(10, TimeUnit.SECONDS), Cause.UNAVAILABLE, "did not answer");
        }
        assertThat(count(ReviewResult.LIMIT)).isEqualTo(1);
        api.status = 0;
        Eventually.isTrue("there is room again", () -> ask(reviews, good()) instanceof Ruling.Granted);
    }

    @Test
    void apiServerOfAnotherAuthorityIsNotBelieved() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (FakeApiServer stranger = new FakeApiServer(other)) {
            assertRefused(ask(reviews(TIMEOUT, stranger.url()), good()), Cause.UNAVAILABLE, "certif");
            assertThat(stranger.asked).hasValue(0);
        }
    }

    @Test
    void authorityThatChangedIsReadAgain() throws Exception {
        TokenReviews reviews = reviews();
        byte[] right = Files.readAllBytes(api.caFile());
        Files.writeString(api.caFile(), "");
        assertRefused(ask(reviews, good()), Cause.UNAVAILABLE, "has no certificate");
        Files.write(api.caFile(), right);
        Files.setLastModifiedTime(api.caFile(), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(ask(reviews, good())).isInstanceOf(Ruling.Granted.class);
    }

    @Test
    void missingFilesAreNamed() throws Exception {
        Files.delete(api.tokenFile());
        assertRefused(ask(reviews(), good()), Cause.UNAVAILABLE, "kubernetes.token-file");
        Files.delete(api.caFile());
        Files.writeString(api.tokenFile(), "x");
        assertRefused(ask(reviews(), good()), Cause.UNAVAILABLE, "kubernetes.ca-file");
    }

    @Test
    void nobodyIsAskedWithoutATable() throws Exception {
        TokenReviews none = new TokenReviews(Optional.empty(), registry, InstantSource.system());
        assertRefused(ask(none, good()), Cause.FORBIDDEN, "p2psip.enrollment.kubernetes.accounts is \"\"");
    }

    private static String good() {
        return FakeApiServer.token("p2psip", "edge", "p2psip", LATER);
    }

    private TokenReviews reviews() {
        return reviews(TIMEOUT, api.url());
    }

    private TokenReviews reviews(Duration timeout, URI url) {
        ServiceAccounts accounts = ((Ruling.Granted<ServiceAccounts>)
                        ServiceAccounts.parse("p2psip/edge=edge@far", "p2psip", "home"))
                .value();
        return new TokenReviews(
                Optional.of(new KubernetesSettings(accounts, url, api.caFile(), api.tokenFile(), timeout)),
                registry,
                InstantSource.system());
    }

    private static CompletableFuture<Ruling<TokenGrant>> start(TokenReviews reviews, String token) {
        CompletableFuture<Ruling<TokenGrant>> ruling = new CompletableFuture<>();
        reviews.ask(ServiceAccountToken.parse(token).orElseThrow(), ruling::complete);
        return ruling;
    }

    private static Ruling<TokenGrant> ask(TokenReviews reviews, String token) {
        return start(reviews, token).orTimeout(20, TimeUnit.SECONDS).join();
    }

    private double count(ReviewResult result) {
        return registry.counter(
                        "p2psip.enrollment.token.reviews",
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .count();
    }

    private static void assertRefused(Ruling<?> ruling, Cause cause, String why) {
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(cause);
            assertThat(refused.message()).contains(why);
        });
    }
}
