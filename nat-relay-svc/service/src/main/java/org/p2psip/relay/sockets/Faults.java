package org.p2psip.relay.sockets;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.p2psip.relay.udp.SendCounts;

/** Tells what the network and the other side do from bugs, which are counted and logged. */
final class Faults {
    private static final Logger LOG = Logger.getLogger(Faults.class);

    private final SendCounts counts;

    Faults(SendCounts counts) {
        this.counts = counts;
    }

    /** Whether the network or the other side did it; else it is a bug, and that is counted and logged here. */
    boolean isOfNetwork(Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            return true;
        }
        counts.countDefect();
        // one line for the 1st, 2nd, 4th, 8th ...: whoever finds such a packet can send many
        if (Long.bitCount(counts.defects()) == 1) {
            LOG.errorf(cause, "A packet could not be handled, %d so far", counts.defects());
        }
        return false;
    }
}
