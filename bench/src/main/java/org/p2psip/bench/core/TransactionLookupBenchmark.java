package org.p2psip.bench.core;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.p2psip.edge.Counters;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.Branch;
import org.p2psip.edge.transaction.ClientTransaction;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/** Finding the transaction of a message in a table that is as full as it gets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransactionLookupBenchmark {
    private static final ClientTransaction.User NOBODY = new ClientTransaction.User() {
        @Override
        public void responded(SipMessage response) {
            // only the way to here is measured
        }

        @Override
        public void timedOut() {
            throw new IllegalStateException("the clock stands still");
        }

        @Override
        public void notSent() {
            throw new IllegalStateException("nothing is sent");
        }
    };

    /** Transactions in the table. */
    @Param({"100", "60000"})
    public int transactions;

    private TransactionTable table;
    private SipMessage request;
    private SipMessage response;

    /** Fills the table with INVITEs that wait for their answer. */
    @Setup
    public void fill() {
        CurrentTime time = new CurrentTime();
        time.set(0, 0);
        table = new TransactionTable(
                new TransactionContext(command -> {}, time, new TimerQueue(time), new Counters()), transactions, 1, 2);
        Hop hop = new Hop(Transport.UDP, InetSocketAddress.createUnresolved("192.0.2.18", 5064));
        byte[] invite = Messages.invite();
        request = Messages.parsed(invite);
        for (int i = 0; i < transactions; i++) {
            Branch branch = table.newBranch("00f1e2d3c4b5a697");
            table.send(branch, hop, invite, true, NOBODY);
            if (i == transactions / 2) {
                response = Messages.parsed(Messages.ringing(branch.text()));
            }
        }
    }

    @Benchmark
    public boolean responseOfAClientTransaction() {
        return table.received(response);
    }

    @Benchmark
    public boolean requestOfNoTransaction() {
        return table.took(request);
    }
}
