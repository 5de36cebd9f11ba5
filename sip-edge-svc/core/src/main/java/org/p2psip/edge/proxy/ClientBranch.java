package org.p2psip.edge.proxy;

import java.util.List;
import java.util.Optional;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.Branch;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.Timers;

/**
 * One target of a request: finds its servers, sends to one after the other as they fail (RFC 3263 4.3), and waits for the
 * final response. A server of several that is silent to an INVITE is given up before its transaction ends: what it says
 * later is cancelled, unless it is a 2xx.
 */
final class ClientBranch implements ServerAttempt.Listener, AnswerWatch.Listener {

    private static final int REQUEST_TERMINATED = 487;

    private final RoutedRequest request;
    private final Target target;
    private final int breadth;
    private final ProxyContext proxy;
    private final Collector collector;
    private final boolean invite;
    private final Servers servers;
    private final TimerQueue.Timer timerC;
    private final AnswerWatch watch;
    private Forwarding.Routing routing;
    private ServerAttempt current;
    private boolean cancelled;
    private boolean ended;

    /** @param breadth branches that may be open at once behind this one (RFC 5393 section 5) */
    ClientBranch(RoutedRequest request, Target target, int breadth, ProxyContext proxy, Collector collector) {
        this.request = request;
        this.target = target;
        this.breadth = breadth;
        this.proxy = proxy;
        this.collector = collector;
        this.invite = request.request().isInvite();
        this.servers = new Servers(proxy.servers());
        this.timerC = proxy.context().timers().timer(this::timerC);
        this.watch = new AnswerWatch(proxy, this);
    }

    int breadth() {
        return breadth;
    }

    Target target() {
        return target;
    }

    void start() {
        Optional<Forwarding.Routing> found = proxy.forwarding().routing(request, target);
        if (found.isEmpty()) {
            fail(BestResponse.SERVICE_UNAVAILABLE);
            return;
        }
        routing = found.get();
        proxy.hopsOf(routing, this::located);
    }

    private void located(List<Hop> hops) {
        if (ended) {
            return;
        }
        if (proxy.permits(request, routing, target, hops)) {
            servers.found(hops);
            sendToNext();
        } else {
            fail(BestResponse.FORBIDDEN);
        }
    }

    private void sendToNext() {
        if (servers.isEmpty()) {
            fail(failureOr(BestResponse.SERVICE_UNAVAILABLE));
            return;
        }
        if (!proxy.table().hasRoom(true)) {
            proxy.context().counters().add(EdgeCounter.LIMIT_TRANSACTIONS);
            fail(BestResponse.SERVICE_UNAVAILABLE);
            return;
        }
        Hop hop = servers.next();
        Branch branch = proxy.table()
                .newBranch(proxy.loops().branchSuffix(request.request().message()));
        byte[] message = proxy.forwarding().message(request, routing, hop, branch.text(), breadth, target.passage());
        if (!servers.areForLarge()
                && hop.flow() == null
                && proxy.servers().isTooLarge(routing.nextHop(), hop, message.length)) {
            servers.forgetForLarge();
            proxy.servers().locate(routing.nextHop(), routing.isSecure(), true, this::located);
            return;
        }
        if (servers.areForLarge() && hop.transport().isReliable()) {
            proxy.context().counters().add(EdgeCounter.LARGE_OVER_TCP);
        }
        if (invite) {
            timerC.start(Timers.C);
        }
        watch.start(hop, invite, target.isByFlow() && hop.flow() == null, !servers.isEmpty());
        current = new ServerAttempt(hop, target.passage(), this);
        current.send(proxy.table(), branch, message, invite);
    }

    /** Of a phone that is only there over its flow it is the flow, at this edge or at another, that is gone. */
    private int failureOr(int status) {
        boolean byFlow = routing.flow() != null || target.isByFlow();
        return byFlow ? BestResponse.FLOW_FAILED : status;
    }

    @Override
    public void silent() {
        silent(current);
    }

    @Override
    public void closed() {
        // A phone that rings already may come back and answer over another connection.
        if (!ended && !current.isProceeding()) {
            current.terminate();
            if (cancelled) {
                fail(REQUEST_TERMINATED);
            } else {
                serverFailed(BestResponse.FLOW_FAILED);
            }
        }
    }

    @Override
    public void silent(ServerAttempt attempt) {
        if (!ended && !cancelled && attempt == current) {
            serverFailed(failureOr(BestResponse.REQUEST_TIMEOUT)); // what it says later is cancelled
        }
    }

    @Override
    public void challenged(ServerAttempt attempt) {
        if (ended || attempt != current) {
            return;
        }
        servers.again(attempt.hop());
        if (cancelled) {
            fail(REQUEST_TERMINATED);
        } else {
            sendToNext();
        }
    }

    private void serverFailed(int status) {
        if (servers.isEmpty()) {
            servers.failed(current.hop(), 0);
            fail(status);
        } else {
            nextServer(0);
        }
    }

    private void nextServer(long retryAfterNanos) {
        watch.heard();
        servers.failed(current.hop(), retryAfterNanos);
        proxy.context().counters().add(EdgeCounter.SERVER_FAILOVERS);
        sendToNext();
    }

    @Override
    public void responded(ServerAttempt attempt, SipMessage response) {
        int status = response.status();
        if (status < 200) {
            provisional(attempt, response);
        } else if (status < 300) {
            succeeded(attempt, response);
        } else if (!ended && attempt == current) {
            refused(response);
        }
    }

    private void provisional(ServerAttempt attempt, SipMessage response) {
        if (ended || attempt != current) {
            attempt.cancelLate(proxy.context().timers());
        } else if (cancelled) {
            sendCancel();
        } else {
            watch.heard();
            if (response.status() > 100) {
                if (timerC.isRunning()) {
                    timerC.start(Timers.C); // 16.7 step 2
                }
                collector.provisional(response);
            }
        }
    }

    private void succeeded(ServerAttempt attempt, SipMessage response) {
        boolean first = !ended;
        boolean late = attempt != current;
        end();
        if (late && first) {
            current.cancelLate(proxy.context().timers());
        }
        collector.succeeded(this, response, first);
        attempt.forwardLateSuccesses(collector.lateSuccesses());
    }

    private void refused(SipMessage response) {
        if (response.status() == BestResponse.SERVICE_UNAVAILABLE && servers.wereSeveral() && !cancelled) {
            long retryAfter = RetryAfter.nanos(response);
            if (!servers.isEmpty()) {
                nextServer(retryAfter);
                return;
            }
            servers.failed(current.hop(), retryAfter);
        }
        end();
        collector.refused(this, response);
    }

    @Override
    public void timedOut(ServerAttempt attempt) {
        if (ended || attempt != current) {
            return;
        }
        // Whoever sent another request than an INVITE has given up by now as well (RFC 4320 section 3).
        if (invite && !cancelled && !servers.isEmpty()) {
            nextServer(0);
        } else {
            servers.failed(current.hop(), 0);
            fail(BestResponse.REQUEST_TIMEOUT);
        }
    }

    @Override
    public void notSent(ServerAttempt attempt) {
        if (ended || attempt != current) {
            return;
        }
        if (cancelled) {
            fail(REQUEST_TERMINATED);
        } else {
            serverFailed(failureOr(BestResponse.SERVICE_UNAVAILABLE));
        }
    }

    /** Ends an INVITE that nobody wants any more (RFC 3261 16.10); of another method there is nothing to cancel. */
    void cancel() {
        if (ended || cancelled || !invite) {
            return;
        }
        cancelled = true;
        watch.heard();
        if (current == null) {
            fail(REQUEST_TERMINATED); // still looking for the address
        } else if (current.isProceeding()) {
            sendCancel();
        }
        // else: RFC 3261 9.1, a CANCEL has to wait for a provisional response; timer B is the end of it.
    }

    private void sendCancel() {
        timerC.start(Timers.LIFETIME); // 9.1: whoever takes a CANCEL answers the INVITE within that
        current.cancel();
    }

    private void timerC() {
        if (cancelled || !current.isProceeding()) {
            current.terminate();
            fail(cancelled ? REQUEST_TERMINATED : BestResponse.REQUEST_TIMEOUT);
        } else {
            cancel(); // 16.8
        }
    }

    private void fail(int status) {
        end();
        collector.failed(this, status);
    }

    private void end() {
        ended = true;
        timerC.cancel();
        watch.stop();
    }
}
