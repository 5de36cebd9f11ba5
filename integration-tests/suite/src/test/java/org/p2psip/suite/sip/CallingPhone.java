package org.p2psip.suite.sip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user's phone over UDP that calls by one server, and may go on in a call by another. Used by one thread at a time. */
public final class CallingPhone implements AutoCloseable {
    private static final Duration BYE_LIMIT = Duration.ofSeconds(10);
    private static final Pattern ADDR_SPEC = Pattern.compile("<([^>]+)>");
    private static final Pattern SEVERAL_VALUES = Pattern.compile(",\\s*(?=<)");

    private final SipProbe probe;
    private final String user;
    private final String domain;
    private final String password;

    /** A phone of the user {@code sip:user@domain}. */
    public CallingPhone(InetSocketAddress server, String user, String domain, String password) {
        this.probe = new SipProbe(server);
        this.user = user;
        this.domain = domain;
        this.password = password;
    }

    /** Calls somebody, and says what came of it; a call that is answered has to be acknowledged yet. */
    public Answered attempt(String callee, String callId) {
        return probe.authenticated(invite(callee, callId), user, password);
    }

    /**
     * A call that is answered and acknowledged.
     *
     * @throws AssertionError when it is not answered
     */
    public Call call(String callee, String callId) {
        Attempt attempt = tryCall(callee, callId);
        return attempt.call()
                .orElseThrow(
                        () -> new AssertionError("the call to " + callee + " is not answered: " + attempt.answer()));
    }

    /**
     * What came of a call.
     *
     * @param answer the final response; empty when none came in time
     * @param call the dialog, acknowledged; empty when it was not answered 200
     */
    public record Attempt(Optional<Answered> answer, Optional<Call> call) {}

    /** As {@link #call}, where it may fail. */
    public Attempt tryCall(String callee, String callId) {
        Optional<Answered> answer = probe.tryAuthenticated(invite(callee, callId), user, password);
        return new Attempt(
                answer,
                answer.map(Answered::response)
                        .filter(response -> response.status() == 200)
                        .map(ok -> acknowledged(callee, callId, ok)));
    }

    private Call acknowledged(String callee, String callId, SipResponse ok) {
        int cseq = Integer.parseInt(ok.header("CSeq").orElseThrow().split(" ")[0]);
        Call call = new Call(invite(callee, callId), ok, cseq);
        probe.sendOnce(call.request("ACK", cseq));
        return call;
    }

    private SipRequest invite(String callee, String callId) {
        String aor = "sip:" + user + "@" + domain;
        return new SipRequest("INVITE", callee, aor, callee, "", callId, 1, List.of())
                .with("Contact: <" + probe.contact(user) + ">");
    }

    @Override
    public void close() {
        probe.close();
    }

    /** A dialog of this phone. */
    public final class Call {
        private final SipRequest invite;
        private final SipResponse ok;
        private final int cseq;

        private Call(SipRequest invite, SipResponse ok, int cseq) {
            this.invite = invite;
            this.ok = ok;
            this.cseq = cseq;
        }

        /** Ends it by the server that it was made by. */
        public void hangUp() {
            accepted(probe.transact(request("BYE", cseq + 1)));
        }

        /** Ends it by another server, as when the first one is gone. */
        public void hangUpBy(InetSocketAddress server) {
            try (SipProbe other = new SipProbe(server)) {
                accepted(other.transact(request("BYE", cseq + 1)));
            }
        }

        /** As {@link #hangUpBy}; false when the BYE is not accepted. */
        public boolean tryHangUpBy(InetSocketAddress server) {
            try (SipProbe other = new SipProbe(server)) {
                return other.tryTransact(request("BYE", cseq + 1))
                        .filter(bye -> bye.status() == 200)
                        .isPresent();
            }
        }

        /** Waits until the other side ends it, and says so. */
        public void awaitBye() {
            SipResponse bye = probe.await(message -> message.text().startsWith("BYE "), BYE_LIMIT);
            if (!bye.header("Call-ID").orElse("").equals(invite.callId())) {
                throw new AssertionError("BYE of another call: " + bye);
            }
            probe.answer(bye);
        }

        private void accepted(Answered bye) {
            if (bye.status() != 200) {
                throw new AssertionError("BYE is not accepted: " + bye.response());
            }
        }

        /** A request inside the dialog, by its route set (RFC 3261 12.2.1.1). */
        private SipRequest request(String method, int number) {
            Matcher contact = ADDR_SPEC.matcher(ok.header("Contact").orElse(""));
            String to = ok.header("To").orElse("");
            if (!contact.find() || !to.contains(";tag=")) {
                throw new AssertionError("no dialog from " + ok);
            }
            List<String> route = ok.headers("Record-Route").stream()
                    .flatMap(SEVERAL_VALUES::splitAsStream)
                    .map(value -> "Route: " + value)
                    .toList()
                    .reversed();
            String tag = to.substring(to.indexOf(";tag=") + ";tag=".length());
            return new SipRequest(
                    method, contact.group(1), invite.from(), invite.to(), tag, invite.callId(), number, route);
        }
    }
}
