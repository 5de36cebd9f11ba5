package org.p2psip.routing.service.remote;

import io.micrometer.core.instrument.MeterRegistry;
import org.p2psip.routing.service.attached.AttachedClients;
import org.p2psip.routing.service.attached.TestClients;
import org.p2psip.routing.service.handover.TestHandOver;
import org.p2psip.routing.service.ring.Deliveries;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;

/** What peers that are not a whole service answer, and ask of others. */
public final class TestAnswers {
    public final Deliveries answers;
    public final OverlayRecords records;
    public final NodeMessages messages;
    public final AttachedClients clients;

    public TestAnswers(
            RingPeer ring, StorageLink storage, TestHandOver handOver, PeerLoop loop, MeterRegistry registry) {
        Patience patience = new Patience(loop);
        OwnRecords own = new OwnRecords(ring, storage, handOver.takeOver, handOver.replication, patience);
        clients = TestClients.of(ring, loop, registry);
        answers = new PeerAnswers(storage, own, clients, new FindAnswers(ring, storage), new HopMetrics(registry));
        RemoteMetrics metrics = new RemoteMetrics(registry);
        records = new OverlayRecords(ring, storage, own, metrics, patience);
        messages = new NodeMessages(ring, records, clients, metrics, patience);
    }
}
