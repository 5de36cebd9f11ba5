package org.p2psip.suite.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** A registered phone that takes every call at once and every BYE, on a thread of its own. */
public final class AnsweringPhone implements AutoCloseable {
    private static final Duration LISTENING = Duration.ofMillis(500);

    private final SipProbe probe;
    private final String contact;
    private final Thread thread;
    private volatile boolean closed;

    /** Registers at an edge, and answers from then on. */
    public AnsweringPhone(InetSocketAddress edge, User user) {
        probe = new SipProbe(edge);
        contact = probe.contact(user.name());
        Answered registered = probe.authenticated(
                SipRequest.register(user.aor())
                        .with("Contact: <" + contact + ">")
                        .with("Expires: 3600"),
                user.name(),
                user.password());
        if (registered.status() != 200) {
            probe.close();
            throw new AssertionError("the called phone is not registered: " + registered.response());
        }
        thread = Thread.ofPlatform().name("answering-phone").start(this::answer);
    }

    private void answer() {
        while (!closed) {
            Optional<SipResponse> request = probe.receive(message -> message.status() == 0, LISTENING);
            if (request.isPresent() && !request.get().text().startsWith("ACK ")) {
                probe.answer(request.get(), "Contact: <" + contact + ">");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LISTENING.multipliedBy(4));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        probe.close();
    }
}
