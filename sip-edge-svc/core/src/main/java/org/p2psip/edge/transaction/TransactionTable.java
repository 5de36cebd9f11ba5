package org.p2psip.edge.transaction;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.Via;

/**
 * All transactions of one edge, at most a given number. When it is full, the oldest that only {@link Absorbing absorb}
 * retransmissions are forgotten early; everything else waits for somebody.
 */
public final class TransactionTable {
    private static final String BRANCH_START = "z9hG4bK";
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
    /** In the order in which they will end; those that ended before their turn are still in it. */
    private final ArrayDeque<Absorbing> absorbing = new ArrayDeque<>();

    private final Consumer<ServerTransaction> serverEnded = this::ended;
    private long lastId;

    /**
     * @param limit most transactions of new requests; those inside dialogs may use an eighth more
     * @param instance tells the branches of this edge from those of its former lives and of other edges
     */
    public TransactionTable(TransactionContext context, int limit, int instance) {
        this.context = context;
        this.limit = limit;
        this.branchPrefix = BRANCH_START + HEX.toHexDigits(instance) + '.';
    }

    TransactionContext context() {
        return context;
    }

    /** Number of transactions in the table. */
    public int size() {
        return servers.size() + clients.size();
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
        while (size() >= allowed && !absorbing.isEmpty()) {
            Absorbing oldest = absorbing.poll();
            if (!oldest.isTerminated()) {
                context.counters().add(EdgeCounter.LIMIT_COMPLETED_EVICTED);
                oldest.terminate();
            }
        }
        return size() < allowed;
    }

    /** The server transaction that a request belongs to; null when it is new. */
    public ServerTransaction serverOf(SipMessage request) {
        return servers.get(TransactionKey.of(request));
    }

    /** The INVITE server transaction that a CANCEL means; null when there is none. */
    public ServerTransaction cancelledBy(SipMessage cancel) {
        return servers.get(TransactionKey.ofCancelledInvite(cancel));
    }

    /** A request of a transaction in the table came again. */
    public void retransmitted(ServerTransaction transaction) {
        transaction.retransmitted();
    }

    /** An ACK came for a transaction in the table; says whether it is one for a 2xx, which its user has to forward. */
    public boolean acknowledged(ServerTransaction transaction) {
        return transaction instanceof InviteServerTransaction invite && invite.acknowledged();
    }

    /** A CANCEL came for a transaction in the table. */
    public void cancelled(ServerTransaction transaction) {
        transaction.cancelled();
    }

    ServerTransaction open(SipMessage request, ReturnPath path) {
        TransactionKey key = TransactionKey.of(request);
        ServerTransaction transaction = key.method().equals("INVITE")
                ? new InviteServerTransaction(key, path, context, serverEnded)
                : new NonInviteServerTransaction(key, path, context, serverEnded);
        servers.put(key, transaction);
        return transaction;
    }

    void respond(ServerTransaction transaction, int status, byte[] response) {
        boolean before = transaction.isAbsorbing();
        transaction.respond(status, response);
        if (status >= 200) {
            transaction.forgetUser();
        }
        if (!before && transaction.isAbsorbing()) {
            absorbs(transaction);
        }
    }

    /** A transaction has done its work, and ends in 32 s. */
    void absorbs(Absorbing transaction) {
        absorbing.add(transaction);
    }

    private void ended(ServerTransaction transaction) {
        servers.remove(transaction.key(), transaction);
        forgetEnded();
    }

    /** They end in the order they came in, so the queue holds nobody for long. */
    private void forgetEnded() {
        while (!absorbing.isEmpty() && absorbing.peek().isTerminated()) {
            absorbing.poll();
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
        forgetEnded();
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
        ClientTransaction transaction = clients.get(method.equals("CANCEL") ? id + 1 : id);
        if (transaction == null
                || !transaction.branch().text().equals(branch)
                || (transaction instanceof InviteClientTransaction) != method.equals("INVITE")) {
            return false;
        }
        transaction.received(response);
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
