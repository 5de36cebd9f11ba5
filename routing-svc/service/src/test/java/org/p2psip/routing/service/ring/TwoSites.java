package org.p2psip.routing.service.ring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.service.Eventually;

/** Two sites of one peer each, in one ring. */
final class TwoSites implements AutoCloseable {
    /** Those that were started. */
    private final List<RingNode> started = new ArrayList<>();

    private final RingNode first;
    private final RingNode second;

    /** Starts both, and waits until each has the range that is its own. */
    TwoSites() throws IOException {
        first = add(0x20, "a", "");
        second = add(0xA0, "b", first.address.toString());
        Eventually.isTrue(
                "both are one ring",
                () -> first.ring().getSizeEstimate() == 2
                        && second.ring().getSizeEstimate() == 2
                        && first.isTakingNothingOver()
                        && second.isTakingNothingOver());
    }

    RingNode first() {
        return first;
    }

    RingNode second() {
        return second;
    }

    List<RingNode> nodes() {
        return List.of(first, second);
    }

    private RingNode add(int place, String site, String join) throws IOException {
        RingNode node = RingNode.of(place, site, join, PeerConfig.defaults());
        started.add(node);
        return node.joined();
    }

    @Override
    public void close() {
        started.forEach(RingNode::close);
    }
}
