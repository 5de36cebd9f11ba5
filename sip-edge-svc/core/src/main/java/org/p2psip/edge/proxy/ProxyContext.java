package org.p2psip.edge.proxy;

import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.route.LoopDetection;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

/**
 * What the branches of all requests share.
 *
 * @param context commands, time, timers, counts
 * @param table the transactions
 * @param servers finds where to send to
 * @param forwarding makes the requests
 * @param loops marks them
 */
record ProxyContext(
        TransactionContext context,
        TransactionTable table,
        ServerLocator servers,
        Forwarding forwarding,
        LoopDetection loops) {}
