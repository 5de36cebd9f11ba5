package org.p2psip.edge.service.transport;

import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;
import org.p2psip.edge.service.tls.Tls;
import org.p2psip.edge.service.tls.TlsCounter;
import org.p2psip.edge.service.tls.TlsFilesRefused;
import org.p2psip.edge.service.tls.TlsOptions;
import org.p2psip.edge.service.websocket.WebSocketCounter;

/** Stream transports with what a test does not care about. */
final class TestStreams {
    static final int TIMEOUT_MS = 1_000;
    /** The sweep must not be quicker than the handshake that a test waits for. */
    private static final int PATIENT_MS = 60_000;

    private static final int QUEUE_BYTES = 65_536;

    private TestStreams() {}

    static StreamTransport tcp(NativeTransport io, EdgeInput edge, Counts<TransportCounter> counts, int connections) {
        return of(
                io,
                edge,
                counts,
                limits(connections, connections, 60, 60),
                tls(noFiles(), new Counts<>(TlsCounter.class)));
    }

    static StreamTransport of(
            NativeTransport io, EdgeInput edge, Counts<TransportCounter> counts, StreamLimits limits, Tls tls) {
        WebSockets webSockets = new WebSockets(Set.of(), new Counts<>(WebSocketCounter.class));
        return new StreamTransport(io, edge, counts, limits, tls, webSockets);
    }

    static StreamLimits limits(int connections, int perSource, int idleSeconds, int messageSeconds) {
        return new StreamLimits(
                connections, perSource, idleSeconds, messageSeconds, TIMEOUT_MS, PATIENT_MS, QUEUE_BYTES);
    }

    static Tls tls(TlsOptions options, Counts<TlsCounter> counts) {
        try {
            return new Tls(options, Runnable::run, counts);
        } catch (TlsFilesRefused e) {
            throw new AssertionError(e);
        }
    }

    static TlsOptions noFiles() {
        return new TlsOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                TlsOptions.ClientCertificates.NONE,
                TIMEOUT_MS,
                10);
    }
}
