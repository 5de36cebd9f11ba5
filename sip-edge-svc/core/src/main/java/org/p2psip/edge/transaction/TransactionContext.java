package org.p2psip.edge.transaction;

import java.util.function.Consumer;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;

/**
 * What every part of an edge shares.
 *
 * @param out takes the commands
 * @param time the time as last told
 * @param timers the timers
 * @param counters the counts
 */
public record TransactionContext(Consumer<EdgeCommand> out, CurrentTime time, TimerQueue timers, Counters counters) {}
