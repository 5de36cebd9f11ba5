package org.p2psip.routing.service.compare;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.handover.TestHandOver;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.tls.service.ServiceSecurity;

/** Comparisons of peers that are not a whole service. */
public final class TestCompare {
    public final CompareAnswers answers;
    public final AntiEntropy antiEntropy;

    public TestCompare(
            RingPeer ring,
            StorageLink storage,
            TestHandOver handOver,
            PeerLoop loop,
            Settings settings,
            MeterRegistry registry) {
        answers = new CompareAnswers(loop, storage, handOver.takeOver);
        antiEntropy = new AntiEntropy(
                ring,
                storage,
                new LinkChannels(loop, ServiceSecurity.none(RoutingCalls.TABLE)),
                handOver.repair,
                loop,
                settings,
                new CompareMetrics(registry));
    }
}
