package org.p2psip.edge.gateway;

import java.util.random.RandomGenerator;
import org.p2psip.edge.location.Questions;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.uac.UserAgentClient;

/**
 * What the parts of the gateway share.
 *
 * @param context commands, time, counts
 * @param client sends requests of our own
 * @param agenda timers
 * @param questions what is asked of the overlay
 * @param random draws among trunks and hosts
 * @param own our addresses
 * @param domain own domain that speaks for this edge
 */
public record GatewayContext(
        TransactionContext context,
        UserAgentClient client,
        Agenda agenda,
        Questions questions,
        RandomGenerator random,
        OwnAddress own,
        String domain) {}
