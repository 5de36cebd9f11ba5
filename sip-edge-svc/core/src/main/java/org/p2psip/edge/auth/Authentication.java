package org.p2psip.edge.auth;

import java.util.List;
import java.util.function.Consumer;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.auth.FailedLogins.Attempt;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.DigestChallenge;
import org.p2psip.edge.digest.DigestCredentials;
import org.p2psip.edge.digest.DigestResponse;
import org.p2psip.edge.digest.Nonce;
import org.p2psip.edge.digest.NonceCounts;
import org.p2psip.edge.digest.NonceSigner;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.protect.SourceKey;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * Finds out who sent a request (RFC 3261 22). Who cannot prove it is challenged, and whether the name or the password was
 * wrong does not show. Who goes on guessing waits for the next check, right or wrong: an answer that only a wrong
 * password delays would tell as much. Who has proved himself with the nonce he uses does not guess, and never waits.
 */
public final class Authentication {
    /** Nonces whose use is counted. */
    static final int MAX_NONCES = 100_000;

    /** Checks that wait because too many before them failed. */
    static final int MAX_DELAYED = 1_000;

    private static final byte[] NO_BODY = new byte[0];
    private static final String NO_HASH = "0".repeat(64);

    /** In which role the edge asks. */
    public enum Side {
        REGISTRAR(401, Header.WWW_AUTHENTICATE, Header.AUTHORIZATION),
        PROXY(407, Header.PROXY_AUTHENTICATE, Header.PROXY_AUTHORIZATION);

        private final int status;
        private final Header challenge;
        private final Header credentials;

        Side(int status, Header challenge, Header credentials) {
            this.status = status;
            this.challenge = challenge;
            this.credentials = credentials;
        }
    }

    /**
     * Who it is.
     *
     * @param user the user
     * @param algorithm by which hash he proved it
     */
    public record Authenticated(Aor user, String algorithm) {}

    private final TransactionContext context;
    private final PasswordHashes users;
    private final NonceSigner nonces;
    private final DigestConfig offered;
    private final NonceCounts nonceCounts = new NonceCounts(MAX_NONCES);
    private final DigestResponse digest = new DigestResponse();
    private final Protection protection;
    private final FailedLogins failures;
    private final DelayedChecks delayed;

    /**
     * @param nonces signs and knows the nonces of this edge
     * @param offered what challenges offer
     * @param protection hears of wrong credentials
     */
    public Authentication(
            TransactionContext context,
            PasswordHashes users,
            NonceSigner nonces,
            DigestConfig offered,
            Protection protection) {
        this.context = context;
        this.users = users;
        this.nonces = nonces;
        this.offered = offered;
        this.protection = protection;
        this.failures = new FailedLogins(context.time());
        this.delayed = new DelayedChecks(context.timers(), MAX_DELAYED);
    }

    /** Goes on with who sent the request; when that is not known, the request is answered here. */
    public void authenticate(IncomingRequest request, Side side, String realm, Consumer<Authenticated> granted) {
        DigestCredentials found = null;
        for (String value : request.message().values(side.credentials)) {
            switch (DigestCredentials.parse(value)) {
                case DigestCredentials.Valid valid -> {
                    if (found == null && isAskedFor(valid.credentials(), realm)) {
                        found = valid.credentials();
                    }
                }
                case DigestCredentials.Malformed malformed -> {
                    context.counters().add(EdgeCounter.MALFORMED);
                    request.reply(400, malformed.reason());
                    return;
                }
                case DigestCredentials.Unsupported unsupported -> {} // as if they were not there
            }
        }
        if (found == null) {
            challenge(request, side, realm, false);
            return;
        }
        Nonce.Verdict nonce = nonces.verify(found.nonce(), context.time().epochMillis());
        if (nonce instanceof Nonce.Forged) {
            challenge(request, side, realm, false);
        } else {
            inTurn(new Check(request, side, found, nonce, granted));
        }
    }

    private boolean isAskedFor(DigestCredentials credentials, String realm) {
        return credentials.realm().equals(realm) && offered.takes(credentials.algorithm(), credentials.qop());
    }

    private void inTurn(Check check) {
        long delay = check.isProven() ? 0 : failures.delay(check.attempt());
        if (delay == 0) {
            check.start();
        } else if (delayed.start(check.attempt(), delay, check::start)) {
            context.counters().add(EdgeCounter.AUTH_DELAYED);
            check.request.begin();
        } else {
            context.counters().add(EdgeCounter.LIMIT_DELAYED);
            check.request.unavailable("Too Many Failures");
        }
    }

    private void challenge(IncomingRequest request, Side side, String realm, boolean stale) {
        context.counters().add(EdgeCounter.CHALLENGES);
        ResponseBuilder response = request.response(side.status, null);
        String nonce = nonces.issue(context.time().epochMillis(), source(request));
        List<DigestAlgorithm> algorithms = offered.offersTo(request.message().header(Header.USER_AGENT));
        DigestChallenge.values(algorithms, realm, nonce, offered.qop().text(), stale)
                .forEach(value -> response.header(side.challenge, value));
        request.answer(side.status, response.toBytes());
    }

    private static int source(IncomingRequest request) {
        return SourceKey.folded(request.flow().remote().getAddress());
    }

    /** The check of one request's credentials. */
    private final class Check {
        private final IncomingRequest request;
        private final Side side;
        private final DigestCredentials credentials;
        private final Nonce.Verdict nonce;
        private final Consumer<Authenticated> granted;
        private final Aor user;

        Check(
                IncomingRequest request,
                Side side,
                DigestCredentials credentials,
                Nonce.Verdict nonce,
                Consumer<Authenticated> granted) {
            this.request = request;
            this.side = side;
            this.credentials = credentials;
            this.nonce = nonce;
            this.granted = granted;
            this.user = new Aor(credentials.username(), credentials.realm());
        }

        Attempt attempt() {
            return new Attempt(request.flow().remote().getAddress(), user);
        }

        /** Whether the user has given a right answer with this nonce already: it is no guess then. */
        boolean isProven() {
            return nonce instanceof Nonce.Valid valid && nonceCounts.isOf(valid.nonce(), user.resourceName());
        }

        void start() {
            if (!request.isAnswered()) {
                failures.trying(attempt());
                request.begin();
                users.fetch(user, this::fetched);
            }
        }

        private void fetched(OverlayResult result) {
            if (request.isAnswered()) {
                return; // cancelled meanwhile
            }
            switch (result) {
                case OverlayResult.Credentials known ->
                    compare(
                            known.ha1ByAlgorithm()
                                    .getOrDefault(credentials.algorithm().token(), NO_HASH),
                            known.isDisabled());
                case OverlayResult.NotFound nobody -> compare(NO_HASH, false);
                default -> request.unavailable("Overlay Unavailable");
            }
        }

        /** Whether the nonce went to where the request came from: then that address is no forged one. */
        private boolean isSentToSource() {
            int source = source(request);
            return switch (nonce) {
                case Nonce.Valid valid -> valid.nonce().source() == source;
                case Nonce.Stale stale -> stale.nonce().source() == source;
                case Nonce.Forged forged -> false;
            };
        }

        private void compare(String ha1, boolean isDisabled) {
            SipMessage message = request.message();
            byte[] body = "auth-int".equals(credentials.qop()) ? message.body() : NO_BODY;
            if (!digest.matches(ha1, credentials, message.method(), body) || ha1.equals(NO_HASH)) {
                context.counters().add(EdgeCounter.AUTH_FAILURES);
                failures.failed(attempt());
                protection.offended(request.flow(), Offence.AUTHENTICATION, isSentToSource());
                challenge(request, side, credentials.realm(), false);
                return;
            }
            failures.succeeded(attempt());
            boolean fresh = nonce instanceof Nonce.Valid valid
                    && nonceCounts.use(valid.nonce(), credentials.nonceCount(), user.resourceName())
                            == NonceCounts.Use.ACCEPTED;
            if (fresh && isDisabled) {
                // Only who has the password learns it
                context.counters().add(EdgeCounter.DISABLED_USERS);
                request.reply(403, "User Disabled");
            } else if (fresh) {
                request.authenticated(user);
                granted.accept(new Authenticated(user, credentials.algorithm().token()));
            } else {
                challenge(request, side, credentials.realm(), true);
            }
        }
    }
}
