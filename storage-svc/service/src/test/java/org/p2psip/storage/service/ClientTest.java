package org.p2psip.storage.service;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test that asks the running service as its clients do. */
abstract class ClientTest {
    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    StorageClient client;

    @BeforeEach
    void connect() {
        client = new StorageClient(port);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }
}
