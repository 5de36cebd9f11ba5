package org.p2psip.edge.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.p2psip.edge.Flow;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.message.Decoded;

/** What the shells told a core that does nothing. */
public final class RecordedInput implements EdgeInput {
    public final List<Flow> flows = new CopyOnWriteArrayList<>();
    public final List<Flow> closed = new CopyOnWriteArrayList<>();
    public final Set<InetAddress> banned = ConcurrentHashMap.newKeySet();
    public final List<Long> failures = new CopyOnWriteArrayList<>();
    public final Map<Long, OverlayResult> answers = new ConcurrentHashMap<>();
    public final Map<Long, DnsAnswer> dnsAnswers = new ConcurrentHashMap<>();

    @Override
    public boolean isBanned(InetAddress source) {
        return banned.contains(source);
    }

    @Override
    public void received(Flow from, Decoded decoded) {
        flows.add(from);
    }

    @Override
    public void answered(long token, OverlayResult result) {
        if (answers.put(token, result) != null) {
            throw new IllegalStateException("answered twice: " + token);
        }
    }

    @Override
    public void dnsAnswered(long token, DnsAnswer answer) {
        dnsAnswers.put(token, answer);
    }

    @Override
    public void flowClosed(Flow flow) {
        closed.add(flow);
    }

    @Override
    public void sendFailed(long failureToken) {
        failures.add(failureToken);
    }
}
