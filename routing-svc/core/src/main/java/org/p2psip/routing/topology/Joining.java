package org.p2psip.routing.topology;

import java.util.List;
import org.p2psip.routing.forward.Router;
import org.p2psip.routing.link.Link;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Contents.UpdateType;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

/**
 * Gets this peer into the ring, in the order of RFC 6940 section 10.5: a link to a bootstrap peer, an Attach to the
 * admitting peer with its tables, links to the neighbors, a Join; then the admitting peer's Update says that it is done.
 * A step that takes too long begins it all anew.
 */
public final class Joining {
    /** Whether all neighbors are linked is looked at that often. */
    private static final int CHECK_MS = 20;
    /** After so many attempts in a row bootstrap is asked for other peers. */
    private static final int ATTEMPTS = 3;

    private final PeerContext context;
    private final LinkTable links;
    private final Router router;
    private final Attaching attaching;
    private final Runnable whenJoined;
    private State state = new State.Idle();
    private List<PeerInfo> contacts = List.of();
    private int attempts;
    private long due = Long.MAX_VALUE;
    private long nextCheck = Long.MAX_VALUE;
    private long attempt;

    /** How far it is. */
    private sealed interface State {
        /** Not asked to, or done. */
        record Idle() implements State {}

        /** Waits before the next attempt. */
        record Waiting() implements State {}

        /** Waits for the link to a bootstrap peer (step 1). */
        record Contacting(NodeId contact) implements State {}

        /** Waits for the answer to the Attach, the link and the Update of the admitting peer (step 2). */
        record Attaching() implements State {}

        /** Waits for links to the neighbors (step 3). */
        record Linking(NodeId admitting) implements State {}

        /** Waits for the answer to the Join, and the Update that makes this peer the admitting one's predecessor. */
        record Asking(NodeId admitting) implements State {}
    }

    /** @param whenJoined done when this peer is in the ring */
    public Joining(PeerContext context, LinkTable links, Router router, Attaching attaching, Runnable whenJoined) {
        this.context = context;
        this.links = links;
        this.router = router;
        this.attaching = attaching;
        this.whenJoined = whenJoined;
    }

    /** Begins a ring of one. */
    public void found() {
        state = new State.Idle();
        joined();
    }

    /** Gets into the ring that the contacts, at least one, are in. */
    public void join(List<PeerInfo> bootstrapPeers) {
        contacts = List.copyOf(bootstrapPeers);
        begin();
    }

    /** Bootstrap named other peers to try. */
    public void discovered(List<PeerInfo> peers) {
        if (!(state instanceof State.Idle) && !peers.isEmpty()) {
            contacts = List.copyOf(peers);
        }
    }

    /** Gets into the ring no more. */
    public void stop() {
        state = new State.Idle();
        due = Long.MAX_VALUE;
    }

    private void begin() {
        attempt++;
        if (attempts > 0 && attempts % ATTEMPTS == 0) {
            context.command(new PeerCommand.Discover());
        }
        PeerInfo contact = contacts.get(attempts++ % contacts.size());
        enter(new State.Contacting(contact.id()));
        Link link = links.open(contact);
        if (link != null && link.isUp()) {
            askForAdmittingPeer(contact.id());
        }
    }

    private void enter(State next) {
        state = next;
        due = context.now() + context.config().joinTimeoutMs();
    }

    private void askForAdmittingPeer(NodeId contact) {
        enter(new State.Attaching());
        long current = attempt;
        ResourceId behindSelf = new ResourceId(context.self().position().next());
        router.transactions()
                .ask(List.of(contact, behindSelf), new Contents.Attach(context.self(), true), 1, answer -> {
                    if (current == attempt && state instanceof State.Attaching) {
                        attachAnswered(answer);
                    }
                });
    }

    private void attachAnswered(Contents.Answer answer) {
        if (answer instanceof Contents.AttachAnswer attached) {
            enter(new State.Attaching());
            attaching.connect(attached.from());
        } else {
            again();
        }
    }

    /** A link came up. */
    public void linkUp(Link link) {
        if (state instanceof State.Contacting contacting
                && contacting.contact().equals(link.peer().id())) {
            askForAdmittingPeer(contacting.contact());
        }
    }

    /** A link was given up. */
    public void linkFailed(NodeId id) {
        if (state instanceof State.Contacting contacting && contacting.contact().equals(id)) {
            again();
        }
    }

    /** An Update was taken note of. */
    public void updated(Link link, Contents.Update update) {
        NodeId teller = link.peer().id();
        switch (state) {
            case State.Attaching step
            when update.type() == UpdateType.FULL -> {
                enter(new State.Linking(teller));
                advance();
            }
            case State.Asking step
            when teller.equals(step.admitting()) && isPredecessor(update) -> {
                state = new State.Idle();
                joined();
            }
            default -> {}
        }
    }

    private boolean isPredecessor(Contents.Update update) {
        return !update.predecessors().isEmpty()
                && update.predecessors().getFirst().id().equals(context.self().id());
    }

    private void ask(NodeId admitting) {
        enter(new State.Asking(admitting));
        long current = attempt;
        router.transactions().ask(List.of(admitting), new Contents.Join(context.self()), 1, answer -> {
            if (current == attempt && state instanceof State.Asking && !(answer instanceof Contents.JoinAnswer)) {
                again();
            }
        });
    }

    private void joined() {
        due = Long.MAX_VALUE;
        attempts = 0;
        context.become(Membership.JOINED);
        context.counters().add(PeerCounter.JOINS);
        context.command(new PeerCommand.Joined());
        whenJoined.run();
    }

    private void again() {
        attempt++;
        state = new State.Waiting();
        due = context.now()
                + context.random().nextInt(Math.max(1, context.config().joinTimeoutMs() / 3));
    }

    /** When {@link #advance} is to be called. */
    public long due() {
        return state instanceof State.Linking ? Math.min(due, nextCheck) : due;
    }

    /** Goes on where waiting is over. */
    public void advance() {
        boolean late = due <= context.now();
        switch (state) {
            case State.Idle idle -> {}
            case State.Waiting waiting -> {
                if (late) {
                    begin();
                }
            }
            case State.Linking linking -> {
                // RFC 6940 10.5: all neighbors are linked first; those that do not answer hold nobody up for long
                if (late || attaching.pending() == 0) {
                    ask(linking.admitting());
                } else {
                    nextCheck = context.now() + CHECK_MS;
                }
            }
            default -> {
                if (late) {
                    again();
                }
            }
        }
    }
}
