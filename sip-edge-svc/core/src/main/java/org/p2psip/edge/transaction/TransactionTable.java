package org.p2psip.edge.transaction;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;

/**
 * All transactions of one edge, at most a given number. When it is full, the oldest that only absorb retransmissions are
 * forgotten early; everything else waits for somebody.
 */
public final class TransactionTable {
    private static final String BRANCH_START = "z9hG4bK";
    /** Room for what has to be absorbed for 32 s and for 5 s, in buffers of 1 MiB. */
    private static final int LONG_CHUNKS = 32;

    private static final int SHORT_CHUNKS = 8;
    private static final HexFormat HEX = HexFormat.of();
    private static final ClientTransaction.User NOBODY = new ClientTransaction.User() {
        @Override
        public void responded(SipMessage response) {
            // RFC 3261 9.1: the answer to a CANCEL says nothing; the INVITE's own final response counts.
        }

        @Override
        public void timedOut() {
            // The branch of the INVITE has a timer of its own for this.
        }

        @Override
        public void notSent() {
            // As above.
        }
    };

    private final TransactionContext context;
    private final int limit;
    private final String branchPrefix;
    private final Map<TransactionKey, ServerTransaction> servers = new HashMap<>();
    private final Map<Long, ClientTransaction> clients = new HashMap<>();
    /** For timers D, J, L and M. */
    private final FinishedTransactions absorbingLong;
    /** For timers I and K. */
    private final FinishedTransactions absorbingShort;

    private final long seed;
    private long lastId;

    /**
     * @param limit most transactions of new requests; those inside dialogs may use an eighth more
     * @param instance tells the branches of this edge from those of its former lives and of other edges
     * @param seed random; makes it impossible to choose branches that are hard to tell apart
     */
    public TransactionTable(TransactionContext context, int limit, int instance, long seed) {
        this.context = context;
        this.limit = limit;
        this.seed = seed;
        this.absorbingLong = new FinishedTransactions(context.time(), context.timers(), Timers.LIFETIME, LONG_CHUNKS);
        this.absorbingShort = new FinishedTransactions(context.time(), context.timers(), Timers.T4, SHORT_CHUNKS);
        this.branchPrefix = BRANCH_START + HEX.toHexDigits(instance) + '.';
    }

    TransactionContext context() {
        return context;
    }

    /** Number of transactions in the table. */
    public int size() {
        return servers.size() + clients.size() + absorbingLong.size() + absorbingShort.size();
    }

    /** Number of requests that wait for their final response; looks at every transaction. */
    public int unanswered() {
        int count = 0;
        for (ServerTransaction transaction : servers.values()) {
            if (!transaction.isAnswered()) {
                count++;
            }
        }
        return count;
    }

    /** Whether there is room for the transactions of one more request. */
    public boolean hasRoom(boolean inDialog) {
        int allowed = inDialog ? limit + limit / 8 : limit;
        while (size() >= allowed && (absorbingLong.evictOldest() || absorbingShort.evictOldest())) {
            context.counters().add(EdgeCounter.LIMIT_COMPLETED_EVICTED);
        }
        return size() < allowed;
    }

    /**
     * Gives a request to the transaction that it belongs to, which answers or absorbs it.
     *
     * @return false when it belongs to none: it is new, or an ACK to a 2xx, which is for the user
     */
    public boolean took(SipMessage request) {
        TransactionKey key = TransactionKey.of(request, seed);
        boolean isAck = request.method().equals("ACK");
        ServerTransaction known = servers.get(key);
        if (known != null) {
            if (!isAck) {
                known.retransmitted();
            } else if (known instanceof InviteServerTransaction invite) {
                invite.acknowledged();
            }
            return true;
        }
        Remains remains = remainsOf(key);
        return remains != null && absorbs(remains, isAck);
    }

    private boolean absorbs(Remains remains, boolean isAck) {
        if (isAck) {
            return remains.state() != Remains.State.SERVER_ACCEPTED;
        }
        context.counters().add(EdgeCounter.RETRANSMISSIONS_ABSORBED);
        if (remains.path() != null) {
            context.out().accept(remains.path().send(remains.message()));
        }
        return true;
    }

    /** What is left of a server transaction; null when it is there yet, or nothing is left. */
    Remains remainsOf(TransactionKey key) {
        if (absorbingLong.mayHave(key.hash()) || absorbingShort.mayHave(key.hash())) {
            return remains(key.hash(), true, key.isInvite(), key.text());
        }
        return null;
    }

    private Remains remains(long number, boolean ofServer, boolean ofInvite, String key) {
        Remains found = absorbingShort.find(number, ofServer, ofInvite, key);
        return found == null ? absorbingLong.find(number, ofServer, ofInvite, key) : found;
    }

    /** Whether there is the INVITE that a CANCEL means. */
    public boolean hasInviteOf(SipMessage cancel) {
        TransactionKey key = TransactionKey.ofCancelledInvite(cancel, seed);
        return servers.containsKey(key) || remainsOf(key) != null;
    }

    /** Cancels the INVITE that a CANCEL means, if it has no final response yet. */
    public void cancelInviteOf(SipMessage cancel) {
        ServerTransaction invite = servers.get(TransactionKey.ofCancelledInvite(cancel, seed));
        if (invite != null) {
            invite.cancelled();
        }
    }

    ServerTransaction open(SipMessage request, ReturnPath path) {
        TransactionKey key = TransactionKey.of(request, seed);
        ServerTransaction transaction = key.isInvite()
                ? new InviteServerTransaction(key, path, this)
                : new NonInviteServerTransaction(key, path, this);
        servers.put(key, transaction);
        return transaction;
    }

    void respond(ServerTransaction transaction, int status, byte[] response) {
        transaction.respond(status, response);
        if (status >= 200) {
            transaction.forgetUser();
        }
    }

    void ended(ServerTransaction transaction) {
        servers.remove(transaction.key(), transaction);
    }

    void finished(ServerTransaction transaction, Remains remains) {
        ended(transaction);
        TransactionKey key = transaction.key();
        keep(key.hash(), key.text(), remains);
    }

    private void keep(long number, String key, Remains remains) {
        int evicted = (remains.state().isShort() ? absorbingShort : absorbingLong).add(number, key, remains);
        if (evicted > 0) {
            context.counters().add(EdgeCounter.LIMIT_COMPLETED_EVICTED, evicted);
        }
    }

    /**
     * A name for a new client transaction.
     *
     * @param suffix what the branch ends with: token characters without a dot
     */
    public Branch newBranch(String suffix) {
        lastId += 2; // the odd numbers are those of CANCELs
        return new Branch(lastId, branchPrefix + Long.toHexString(lastId) + '.' + suffix);
    }

    /** Makes a client transaction and sends its request. */
    public ClientTransaction send(Branch branch, Hop hop, byte[] request, boolean invite, ClientTransaction.User user) {
        ClientTransaction transaction = invite
                ? new InviteClientTransaction(branch, hop, request, user, this)
                : new NonInviteClientTransaction(branch, hop, request, user, this);
        clients.put(branch.id(), transaction);
        transaction.start();
        return transaction;
    }

    void cancel(InviteClientTransaction invite) {
        Branch branch = invite.branch().ofCancel();
        if (!clients.containsKey(branch.id())) {
            send(branch, invite.hop(), OwnRequests.cancel(invite.request()), false, NOBODY);
        }
    }

    void ended(ClientTransaction transaction) {
        clients.remove(transaction.branch().id(), transaction);
    }

    void finished(ClientTransaction transaction, Remains remains) {
        ended(transaction);
        keep(transaction.branch().id(), transaction.branch().text(), remains);
    }

    /** Hands a response to its client transaction; false when it belongs to none (RFC 3261 17.1.3). */
    public boolean received(SipMessage response) {
        Via via = response.topVia();
        String branch = via.branch();
        if (branch == null || !branch.startsWith(branchPrefix)) {
            return false;
        }
        int dot = branch.indexOf('.', branchPrefix.length());
        // 16 digits always fit a long; an id of ours has far fewer.
        if (dot < 0 || dot == branchPrefix.length() || dot - branchPrefix.length() > 15) {
            return false;
        }
        long id = idOf(branch, dot);
        String method = response.cseq().method();
        if (method.equals("CANCEL")) {
            id++;
        }
        ClientTransaction transaction = clients.get(id);
        boolean isInvite = method.equals("INVITE");
        if (transaction == null) {
            Remains remains = remains(id, false, isInvite, branch);
            return remains != null && absorbs(remains, response);
        }
        if (!transaction.branch().text().equals(branch)
                || (transaction instanceof InviteClientTransaction) != isInvite) {
            return false;
        }
        transaction.received(response);
        return true;
    }

    private boolean absorbs(Remains remains, SipMessage response) {
        if (remains.path() != null) {
            boolean success = response.status() / 100 == 2;
            if (remains.state() == Remains.State.CLIENT_ACCEPTED && success) {
                context.counters().add(EdgeCounter.RESPONSES_2XX);
                SipMessage edited =
                        remains.edit() == null ? response : remains.edit().apply(response);
                context.out().accept(remains.path().send(ReturnPath.forwarded(edited)));
            } else if (remains.state() == Remains.State.CLIENT_REFUSED && response.status() >= 300) {
                context.out().accept(remains.path().send(remains.message()));
            }
        }
        return true;
    }

    private long idOf(String branch, int end) {
        for (int i = branchPrefix.length(); i < end; i++) {
            if (!HexFormat.isHexDigit(branch.charAt(i))) {
                return 0;
            }
        }
        return HexFormat.fromHexDigitsToLong(branch, branchPrefix.length(), end);
    }

    /** The transport could not send a request. */
    public void sendFailed(long failureToken) {
        ClientTransaction transaction = clients.get(failureToken);
        if (transaction != null) {
            context.counters().add(EdgeCounter.SEND_FAILURES);
            transaction.sendFailed();
        }
    }
}
