package org.p2psip.edge.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus.RegistrationState;
import org.p2psip.edge.uac.ClientRequest;
import org.p2psip.edge.uac.DigestClient;
import org.p2psip.edge.uac.Outcome;

/**
 * The registration of this edge at a trunk (RFC 3261 section 10.2).
 *
 * <pre>
 * TRYING --2xx--> REGISTERED --nine tenths of its time--> TRYING, still registered
 * TRYING --423--> TRYING, for longer
 * TRYING --refused, silent--> FAILED --some time--> TRYING
 * </pre>
 */
final class TrunkRegistration {
    /** Before the first new try; each one more waits twice as long. */
    static final long FIRST_RETRY = TimeUnit.SECONDS.toNanos(30);

    /** Longest wait before a new try. */
    static final long LAST_RETRY = TimeUnit.MINUTES.toNanos(16);

    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(32);
    private static final int INTERVAL_TOO_BRIEF = 423;
    private static final int DAY_SECONDS = 86_400;

    private final GatewayContext gateway;
    private final TrunkConfig.Registration config;
    private final DigestClient login;
    private final String fromTag;
    private final String callId;
    private RegistrationState state = RegistrationState.TRYING;
    private Agenda.Entry next;
    private long cseq;
    private long expiresSeconds;
    private long retryAfter = FIRST_RETRY;
    private boolean stopped;

    /** @param login answers challenges; null when there is none */
    TrunkRegistration(GatewayContext gateway, TrunkConfig.Registration config, DigestClient login) {
        this.gateway = gateway;
        this.config = config;
        this.login = login;
        this.fromTag = gateway.client().newId();
        this.callId = gateway.client().newId();
        this.expiresSeconds = config.expires().toSeconds();
    }

    TrunkConfig.Registration config() {
        return config;
    }

    RegistrationState state() {
        return state;
    }

    void start() {
        next = gateway.agenda().after(0, this::register);
    }

    /** Takes the registration back. */
    void stop() {
        stopped = true;
        next.cancel();
        if (state == RegistrationState.REGISTERED) {
            send(0);
        }
    }

    private void register() {
        if (state != RegistrationState.REGISTERED) {
            state = RegistrationState.TRYING;
        }
        send(expiresSeconds);
    }

    private void send(long seconds) {
        String aor = '<' + config.aor().asRequestUri() + '>';
        ClientRequest register = ClientRequest.of(
                        "REGISTER", config.registrar(), aor + ";tag=" + fromTag, aor, callId, ++cseq, List.of())
                .withContact(config.contactUser())
                .with(Header.EXPIRES.canonicalName(), Long.toString(seconds));
        gateway.client().send(register, login, TIMEOUT, this::ended);
    }

    private void ended(Outcome outcome) {
        cseq = outcome.cseq();
        if (stopped) {
            return;
        }
        if (outcome instanceof Outcome.Answered answered) {
            SipMessage response = answered.response();
            if (response.status() < 300) {
                registered(granted(response));
                return;
            }
            if (response.status() == INTERVAL_TOO_BRIEF && isLonger(response.header(Header.MIN_EXPIRES))) {
                register();
                return;
            }
        }
        gateway.context().counters().add(EdgeCounter.TRUNK_REGISTRATIONS_FAILED);
        state = RegistrationState.FAILED;
        next = gateway.agenda().after(retryAfter, this::register);
        retryAfter = Math.min(2 * retryAfter, LAST_RETRY);
    }

    private void registered(long seconds) {
        state = RegistrationState.REGISTERED;
        retryAfter = FIRST_RETRY;
        next = gateway.agenda().after(TimeUnit.SECONDS.toNanos(Math.max(1, seconds)) / 10 * 9, this::register);
    }

    private boolean isLonger(String minExpires) {
        int asked = minExpires == null ? 0 : SipMessage.expiresOf(minExpires);
        boolean longer = asked > expiresSeconds && asked <= DAY_SECONDS;
        expiresSeconds = longer ? asked : expiresSeconds;
        return longer;
    }

    /** What the registrar made of it: of our contact, else of all, else what was asked for (RFC 3261 10.2.4). */
    private long granted(SipMessage response) {
        try {
            for (NameAddr contact : response.contacts()) {
                boolean ours = contact.uri() != null
                        && config.contactUser().equals(contact.uri().user());
                if (ours && contact.param("expires") != null) {
                    return SipMessage.expiresOf(contact.param("expires"));
                }
            }
        } catch (MalformedHeaderException e) {
            return expiresSeconds; // it has registered us, and only cannot say it well
        }
        int ofAll = response.expires();
        return ofAll < 0 ? expiresSeconds : ofAll;
    }
}
