package org.p2psip.routing.service;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.storage.StorageLink;

/** The service under test with a storage that the test can break, and a client's connection. */
@QuarkusTestResource(RoutingTestPorts.class)
public abstract class RunningService {
    @Inject
    protected Settings settings;

    @Inject
    protected NodeId self;

    @Inject
    protected StorageLink link;

    protected FakeStorage storage;
    protected ManagedChannel channel;

    @BeforeEach
    void connect() {
        storage = new FakeStorage(settings.storage().getFirst().port()).start();
        channel = NettyChannelBuilder.forAddress(
                        settings.advertise().host(), settings.advertise().port())
                .usePlaintext()
                .build();
        awaitLink();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
        storage.close();
        Eventually.isTrue("the link notices that storage is gone", () -> !link.isUp());
    }

    protected void awaitLink() {
        Eventually.isTrue("the link to storage is up", link::isUp);
    }
}
