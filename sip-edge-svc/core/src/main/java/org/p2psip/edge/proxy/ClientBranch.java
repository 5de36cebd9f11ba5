package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.Branch;
import org.p2psip.edge.transaction.ClientTransaction;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.InviteClientTransaction;
import org.p2psip.edge.transaction.Timers;

/**
 * One target of a request: finds its address, sends, and waits for the final response. When an address cannot be sent
 * to, the next one of the same host is tried (RFC 3263 4.3).
 */
final class ClientBranch implements ClientTransaction.User {

    /** Who collects the responses. */
    interface Collector {
        /** A provisional response above 100. */
        void provisional(SipMessage response);

        /** A 2xx; of an INVITE there may be several. */
        void succeeded(ClientBranch branch, SipMessage response, boolean first);

        /** Who forwards the 2xx responses that come after the first. */
        ClientTransaction.User lateSuccesses();

        /** The final response of 300 or above. */
        void refused(SipMessage response);

        /** No final response: 408, 487 or 503 stands for it. */
        void failed(int status);
    }

    private static final int REQUEST_TERMINATED = 487;

    private final RoutedRequest request;
    private final Target target;
    private final ProxyContext proxy;
    private final Collector collector;
    private final List<Hop> untriedHops = new ArrayList<>(1);
    private final TimerQueue.Timer timerC;
    private Forwarding.Routing routing;
    private ClientTransaction transaction;
    private boolean cancelled;
    private boolean ended;

    ClientBranch(RoutedRequest request, Target target, ProxyContext proxy, Collector collector) {
        this.request = request;
        this.target = target;
        this.proxy = proxy;
        this.collector = collector;
        this.timerC = proxy.context().timers().timer(this::timerC);
    }

    void start() {
        Optional<Forwarding.Routing> found = Forwarding.routing(request, target);
        if (found.isEmpty()) {
            fail(BestResponse.SERVICE_UNAVAILABLE);
            return;
        }
        routing = found.get();
        proxy.hops().resolve(routing.nextHop(), this::resolved);
    }

    private void resolved(List<Hop> hops) {
        if (!ended) {
            untriedHops.addAll(hops);
            sendToNextHop();
        }
    }

    private void sendToNextHop() {
        if (untriedHops.isEmpty()) {
            fail(BestResponse.SERVICE_UNAVAILABLE);
            return;
        }
        if (!proxy.table().hasRoom(true)) {
            proxy.context().counters().add(EdgeCounter.LIMIT_TRANSACTIONS);
            fail(BestResponse.SERVICE_UNAVAILABLE);
            return;
        }
        Hop hop = untriedHops.removeFirst();
        boolean invite = request.request().isInvite();
        Branch branch = proxy.table()
                .newBranch(proxy.loops().branchSuffix(request.request().message()));
        byte[] message = proxy.forwarding().message(request, routing, hop, branch.text());
        if (invite) {
            timerC.start(Timers.C);
        }
        transaction = proxy.table().send(branch, hop, message, invite, this);
    }

    @Override
    public void responded(SipMessage response) {
        int status = response.status();
        if (status < 200) {
            provisional(response);
        } else if (status < 300) {
            boolean first = !ended;
            end();
            collector.succeeded(this, response, first);
            if (first) {
                transaction.handOver(collector.lateSuccesses());
            }
        } else if (!ended) {
            end();
            collector.refused(response);
        }
    }

    private void provisional(SipMessage response) {
        if (ended) {
            return;
        }
        if (cancelled) {
            sendCancel();
        } else if (response.status() > 100) {
            if (timerC.isRunning()) {
                timerC.start(Timers.C); // 16.7 step 2
            }
            collector.provisional(response);
        }
    }

    @Override
    public void timedOut() {
        if (!ended) {
            fail(BestResponse.REQUEST_TIMEOUT);
        }
    }

    @Override
    public void notSent() {
        if (!ended && cancelled) {
            fail(REQUEST_TERMINATED);
        } else if (!ended) {
            sendToNextHop();
        }
    }

    /** Ends an INVITE that nobody wants any more (RFC 3261 16.10); of another method there is nothing to cancel. */
    void cancel() {
        if (ended || cancelled || !request.request().isInvite()) {
            return;
        }
        cancelled = true;
        if (transaction == null) {
            fail(REQUEST_TERMINATED); // still looking for the address
        } else if (isProceeding()) {
            sendCancel();
        }
        // else: RFC 3261 9.1, a CANCEL has to wait for a provisional response; timer B is the end of it.
    }

    private boolean isProceeding() {
        return transaction instanceof InviteClientTransaction invite && invite.isProceeding();
    }

    private void sendCancel() {
        if (transaction instanceof InviteClientTransaction invite) {
            timerC.start(Timers.LIFETIME); // 9.1: whoever takes a CANCEL answers the INVITE within that
            invite.cancel();
        }
    }

    private void timerC() {
        if (cancelled || !isProceeding()) {
            transaction.terminate();
            fail(cancelled ? REQUEST_TERMINATED : BestResponse.REQUEST_TIMEOUT);
        } else {
            cancel(); // 16.8
        }
    }

    private void fail(int status) {
        end();
        collector.failed(status);
    }

    private void end() {
        ended = true;
        timerC.cancel();
    }
}
