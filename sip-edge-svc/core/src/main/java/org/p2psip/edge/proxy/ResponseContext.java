package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.ReturnPath;
import org.p2psip.edge.transaction.Timers;

/**
 * A forwarded request until it has its final response (RFC 3261 16.7): sends to the targets group by group, and forwards
 * what comes back.
 */
final class ResponseContext implements Collector {
    private static final int REQUEST_TERMINATED = 487;
    private static final int DECLINED_EVERYWHERE = 600;
    /** RFC 4320 4.1: 100 to other methods than INVITE when the client's timer E has got to T2, not before. */
    private static final long TRYING_AFTER = Timers.T1 + 2 * Timers.T1 + 4 * Timers.T1;

    private final RoutedRequest routed;
    private final IncomingRequest request;
    private final ProxyContext proxy;
    private final TargetSet targets;
    private final BestResponse best = new BestResponse();
    private final List<ClientBranch> branches = new ArrayList<>(2);
    private final int breadth;
    private Consumer<ResponseContext> retry;
    private TimerQueue.Timer trying;
    private Passage passage;
    private Succession succession;
    private int lastStatus;
    private boolean lastAnswered;
    private int waitingFor;
    private boolean cancelled;
    private boolean declined;

    /**
     * @param limit most targets
     * @param retry called once when nobody answered at any target, to {@link #tryAlso} newer ones; null when the targets
     *     are as new as can be
     */
    ResponseContext(RoutedRequest routed, ProxyContext proxy, int limit, Consumer<ResponseContext> retry) {
        this.routed = routed;
        this.request = routed.request();
        this.proxy = proxy;
        this.targets = new TargetSet(limit, isSecure(routed));
        this.retry = retry;
        this.breadth = MaxBreadth.of(request.message());
    }

    private static boolean isSecure(RoutedRequest routed) {
        return routed.uri() != null && routed.uri().scheme().equals("sips");
    }

    /** Starts with these targets. */
    void start(List<Target> first) {
        request.begin();
        request.transaction().onCancel(this::cancel);
        if (!request.isInvite()) {
            trying = proxy.context().timers().timer(this::stillTrying);
            trying.start(TRYING_AFTER);
        }
        passage = first.isEmpty() ? null : first.getFirst().passage();
        tryAlso(first);
    }

    /** Starts with targets that are chosen one after the other. */
    void start(Succession targetsInTurn) {
        succession = targetsInTurn;
        start(List.of());
    }

    /** Goes on with those of the targets that were not tried yet; without any, sends the best response. */
    void tryAlso(List<Target> more) {
        if (cancelled) {
            finish();
            return;
        }
        leaveOut(targets.add(more));
        nextGroup();
    }

    private void leaveOut(int count) {
        for (int i = 0; i < count; i++) {
            proxy.context().counters().add(EdgeCounter.LIMIT_BRANCHES);
        }
    }

    /** Whoever waits so long for the response to another request than an INVITE sends it again less often then. */
    private void stillTrying() {
        if (!request.isAnswered()) {
            request.answer(100, request.response(100, null).toBytes());
        }
    }

    private void stopTrying() {
        if (trying != null) {
            trying.cancel();
        }
    }

    private void nextGroup() {
        if (targets.isExhausted()) {
            if (!isContinued()) {
                finish();
            }
            return;
        }
        List<Target> group = targets.next(breadth);
        waitingFor = group.size();
        for (int i = 0; i < group.size(); i++) {
            startBranch(group.get(i), MaxBreadth.share(breadth, group.size(), i));
        }
    }

    private void startBranch(Target target, int share) {
        ClientBranch branch = new ClientBranch(routed, target, share, proxy, this);
        branches.add(branch);
        branch.start();
    }

    private boolean isContinued() {
        Succession.Next next = succession == null || cancelled ? null : succession.next(lastStatus, lastAnswered);
        if (next == null) {
            succession = null;
            return false;
        }
        waitingFor = 1;
        startBranch(Target.of(next), breadth);
        return true;
    }

    @Override
    public void provisional(SipMessage response) {
        // RFC 4320 4.1: to other methods a proxy sends nothing but 100, and that by its own timer.
        if (request.isInvite() && !request.isAnswered()) {
            request.forward(response);
        }
    }

    @Override
    public void succeeded(ClientBranch branch, SipMessage response, boolean first) {
        if (request.isInvite() || !request.isAnswered()) {
            request.forward(response);
        }
        if (first) {
            stopTrying();
            targets.clear();
            branches.forEach(ClientBranch::cancel); // step 10; the one that answered has ended
            waitingFor--;
        }
    }

    @Override
    public void refused(ClientBranch branch, SipMessage response) {
        boolean ofUser = succession == null && !cancelled && !declined;
        if (ofUser && proxy.recursion().follow(request, response, this::redirected)) {
            return;
        }
        lastStatus = response.status();
        lastAnswered = true;
        if (isFlowFailure(lastStatus) && tryNextFlow(branch)) {
            return;
        }
        if (succession != null && BestResponse.isChallenge(lastStatus)) {
            best.addOwn(BestResponse.SERVER_ERROR); // it was for us, and the caller cannot answer it
        } else if (lastStatus == BestResponse.FLOW_FAILED) {
            best.addOwn(BestResponse.FLOW_FAILED); // says that the phone was not even asked
        } else {
            best.add(response);
        }
        if (response.status() >= DECLINED_EVERYWHERE) {
            declined = true;
            targets.clear(); // step 5
            succession = null;
            branches.forEach(ClientBranch::cancel);
        }
        branchEnded();
    }

    /** The branch that was redirected ends once it is known where to. */
    private void redirected(List<Target> found) {
        if (!cancelled && !declined) {
            leaveOut(targets.add(Target.with(found, passage)));
        }
        branchEnded();
    }

    @Override
    public void failed(ClientBranch branch, int status) {
        lastStatus = status;
        lastAnswered = false;
        if (status == BestResponse.FLOW_FAILED) {
            proxy.context().counters().add(EdgeCounter.FLOWS_FAILED);
        }
        if (isFlowFailure(status) && tryNextFlow(branch)) {
            return;
        }
        best.addOwn(status);
        branchEnded();
    }

    private static boolean isFlowFailure(int status) {
        return status == BestResponse.FLOW_FAILED
                || status == BestResponse.REQUEST_TIMEOUT
                || status == BestResponse.SERVICE_UNAVAILABLE;
    }

    /** RFC 5626 section 7: another flow to the same phone takes the place of the one that failed. */
    private boolean tryNextFlow(ClientBranch failed) {
        Target next = cancelled || request.isAnswered() ? null : targets.nextFlow(failed.target());
        if (next == null) {
            return false;
        }
        proxy.context().counters().add(EdgeCounter.FLOWS_TRIED_NEXT);
        startBranch(next, failed.breadth());
        return true;
    }

    private void branchEnded() {
        waitingFor--;
        if (waitingFor == 0 && !request.isAnswered()) {
            if (best.nobodyAnswered() && targets.isExhausted() && retry != null && !cancelled) {
                Consumer<ResponseContext> once = retry;
                retry = null;
                proxy.context().counters().add(EdgeCounter.STALE_CONTACT_RETRIES);
                once.accept(this);
            } else {
                nextGroup();
            }
        }
    }

    private void cancel() {
        cancelled = true;
        targets.clear();
        if (waitingFor == 0) {
            finish();
        } else {
            branches.forEach(ClientBranch::cancel);
        }
    }

    private void finish() {
        stopTrying();
        int status = best.status();
        if (request.isAnswered()) {
            return;
        }
        if (cancelled && best.nobodyAnswered()) {
            request.reply(REQUEST_TERMINATED, null);
        } else if (!request.isInvite() && status == BestResponse.REQUEST_TIMEOUT) {
            request.abandon(); // RFC 4320 4.2: no 408 to other methods
        } else if (status == 0 || (status == BestResponse.FLOW_FAILED && !isAskedByProxy())) {
            request.reply(480, null);
        } else {
            request.answer(status, best.toBytes(request));
        }
    }

    /** RFC 5626 section 11.5: 430 is for the proxy that chose the flow, and for no endpoint. */
    private boolean isAskedByProxy() {
        return routed.flow() != null && !request.isFromFirstHop();
    }

    @Override
    public ReturnPath lateSuccesses() {
        return request.lateSuccesses();
    }
}
