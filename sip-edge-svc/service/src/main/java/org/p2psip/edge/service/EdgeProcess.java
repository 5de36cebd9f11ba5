package org.p2psip.edge.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.p2psip.edge.CallRecord;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.SipEdge;
import org.p2psip.edge.Transport;
import org.p2psip.edge.route.AdvertisedAddress;
import org.p2psip.edge.service.dns.DnsClient;
import org.p2psip.edge.service.dns.DnsCounter;
import org.p2psip.edge.service.hep.HepCounter;
import org.p2psip.edge.service.hep.HepTrace;
import org.p2psip.edge.service.kafka.CallCounter;
import org.p2psip.edge.service.kafka.CallEvents;
import org.p2psip.edge.service.kafka.CallProducer;
import org.p2psip.edge.service.kafka.CallPublisher;
import org.p2psip.edge.service.kafka.CallSpool;
import org.p2psip.edge.service.kafka.CallTopic;
import org.p2psip.edge.service.kafka.RegistrationChange;
import org.p2psip.edge.service.kafka.RegistrationEvents;
import org.p2psip.edge.service.overlay.OperationTracing;
import org.p2psip.edge.service.overlay.OverlayClient;
import org.p2psip.edge.service.overlay.OverlayCounter;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.edge.service.settings.EdgeSettings;
import org.p2psip.edge.service.settings.SecretFile;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.edge.service.signing.SigningCounter;
import org.p2psip.edge.service.signing.SigningQueue;
import org.p2psip.edge.service.tls.TlsCounter;
import org.p2psip.edge.service.tracing.RequestTracing;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.edge.service.transport.TransportCounter;
import org.p2psip.edge.service.trunks.TrunkControl;
import org.p2psip.edge.service.websocket.WebSocketCounter;
import org.p2psip.tls.service.ServiceSecurity;

/** One edge from start to stop: puts core and shells together, drains them on SIGTERM. */
@ApplicationScoped
public class EdgeProcess {
    private static final Logger LOG = Logger.getLogger(EdgeProcess.class);
    private static final Duration[] ANSWER_BUCKETS = IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);
    private static final Duration CALL_RETRY = Duration.ofSeconds(1);
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);
    private static final Duration LOOP_LIMIT = Duration.ofSeconds(2);

    private final EdgeProperties properties;
    private final MeterRegistry meters;
    private final HepTrace trace;
    private final RequestTracing tracing;
    private final TrunkControl trunks;
    private final ServiceSecurity security;
    private final Counts<DnsCounter> dnsCounts = new Counts<>(DnsCounter.class);
    private final Counts<OverlayCounter> overlayCounts = new Counts<>(OverlayCounter.class);
    private final Counts<SigningCounter> signingCounts = new Counts<>(SigningCounter.class);
    private final Counts<CallCounter> callCounts = new Counts<>(CallCounter.class);
    private NativeTransport io;
    private EdgeLoop loop;
    private SipTransports transports;
    private OverlayClient overlay;
    private DnsClient dns;
    private CallPublisher calls;
    private RegistrationEvents registrations;
    private ScheduledExecutorService callThread;
    private String sipUri;
    private volatile boolean draining;

    EdgeProcess(
            EdgeProperties properties,
            MeterRegistry meters,
            TrunkControl trunks,
            HepTrace trace,
            RequestTracing tracing,
            ServiceSecurity security) {
        this.security = security;
        this.properties = properties;
        this.meters = meters;
        this.trunks = trunks;
        this.trace = trace;
        this.tracing = tracing;
    }

    void start(@Observes StartupEvent started) {
        EdgeSettings settings = EdgeSettings.of(properties);
        byte[] secret = SecretFile.readOrMake(settings.secretFile());
        io = NativeTransport.open();
        loop = new EdgeLoop(io.loop(), properties.log().json(), tracing);
        transports = SipTransports.open(settings.sip(), io, loop);
        dns = new DnsClient(
                io, loop, dnsCounts, settings.dns().options(settings.sip().listen()));
        openOverlay(settings);
        openCalls(settings);
        registrations = new RegistrationEvents(
                settings.kafka(), changes -> io.loop().execute(() -> changes.forEach(this::changed)));
        SecureRandom random = new SecureRandom();
        CallEvents events = new CallEvents(properties.edge().name(), random);
        CommandDispatch commands = transports.dispatch(overlay, dns, call -> publish(events, call), trace, tracing);
        AdvertisedAddress advertised = transports.advertised();
        EdgeConfig config = settings.coreConfig(secret, advertised);
        settings.hep().ifPresent(hep -> trace.open(hep, sipAddress(), advertised.host()));
        sipUri = "sip:" + advertised.host() + ":" + advertised.port();
        trunks.read(settings, sipUri, read -> io.loop().execute(() -> loop.trunksChanged(read)));
        SipEdge edge = new SipEdge(config, random, commands);
        new EdgeMetrics(meters)
                .register(edge.counters(), loop, transports.streams(), overlay, calls)
                .register(registrations)
                .register("p2psip.transport", TransportCounter.class, transports.counts())
                .register("p2psip.tls", TlsCounter.class, transports.tlsCounts())
                .register("p2psip.websocket", WebSocketCounter.class, transports.webSocketCounts())
                .register("p2psip.dns", DnsCounter.class, dnsCounts)
                .register("p2psip.overlay", OverlayCounter.class, overlayCounts)
                .register("p2psip.overlay.signing", SigningCounter.class, signingCounts)
                .register("p2psip.calls", CallCounter.class, callCounts)
                .register("p2psip.hep", HepCounter.class, trace.counts());
        onLoop(() -> {
            loop.start(edge, commands, List.of(transports::flush, overlay::flush), transports::backlogNanos, trace);
            overlay.start();
            transports.start();
            new TrunkMetrics(meters).start(io.loop(), loop);
        });
        registrations.start();
        trunks.start();
        LOG.infof("SIP listens on %s, advertised as %s; domains %s", transports, sipUri, settings.domains());
    }

    void stop(@Observes ShutdownEvent stopping) throws IOException {
        if (calls == null) {
            return; // it never came to serve
        }
        registrations.stop();
        trunks.stop();
        onLoop(this::drain);
        new Drain(io.loop(), loop).await(Duration.ofSeconds(properties.drainSeconds()));
        onLoop(loop::stop);
        calls.close(FLUSH_LIMIT);
        onLoop(() -> {
            transports.flush();
            trace.close();
            transports.close();
            overlay.close();
            dns.close();
        });
        io.group()
                .shutdownGracefully(0, LOOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LOOP_LIMIT.toMillis());
        callThread.shutdown();
    }

    /** From now on new requests are refused; what runs is served to its end. On the event loop, any number of times. */
    public void drain() {
        draining = true;
        loop.drain();
    }

    /** The loop, for the checks of health. */
    public EdgeLoop loop() {
        return loop;
    }

    /** The event loop that owns the core. */
    public EventLoop eventLoop() {
        return io.loop();
    }

    /** An address that SIP over UDP is served on. */
    public InetSocketAddress sipAddress() {
        return transports.addresses().getFirst();
    }

    /** The URI that means this edge itself. */
    public String sipUri() {
        return sipUri;
    }

    /** The port that a transport is listened for on; 0 for none. */
    public int sipPort(Transport transport) {
        return transports.port(transport);
    }

    /** Whether the overlay has answered anything since the start. */
    public boolean overlayHasAnswered() {
        return overlay != null && overlay.hasEverAnswered();
    }

    /** Whether new requests are refused as the edge stops. */
    public boolean isDraining() {
        return draining;
    }

    private void openOverlay(EdgeSettings settings) {
        Timer answers = Timer.builder("p2psip.overlay.answer")
                .description("From asking the overlay to its answer")
                .serviceLevelObjectives(ANSWER_BUCKETS)
                .register(meters);
        overlay = new OverlayClient(
                io,
                loop,
                new OverlayClient.Options(
                        settings.overlayTargets(),
                        properties.overlay().timeoutMs(),
                        properties.overlay().inFlight(),
                        properties.edge().name(),
                        properties.registration().maxExpiresSeconds()),
                security.grpc(),
                new SigningQueue(
                        io.loop(), security.grpc()::own, properties.overlay().signatureGapMs(), signingCounts),
                overlayCounts,
                nanos -> answers.record(nanos, TimeUnit.NANOSECONDS),
                tracing.isOn() ? tracing::asks : OperationTracing.NONE);
    }

    private void openCalls(EdgeSettings settings) {
        callThread = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("call-records").daemon().unstarted(task));
        try {
            CallSpool spool = CallSpool.open(
                    settings.data().resolve("calls.spool"), properties.kafka().spoolBytes());
            calls = new CallPublisher(
                    callThread,
                    new CallProducer(settings.kafka()),
                    spool,
                    new CallPublisher.Options(properties.kafka().callBuffer(), CALL_RETRY),
                    callCounts);
        } catch (IOException e) {
            throw new SettingRefused("p2psip.data", settings.data(), "must be a directory that can be written: " + e);
        }
        new CallTopic(
                        callThread,
                        settings.kafka(),
                        properties.kafka().partitions(),
                        properties.kafka().replication())
                .make();
    }

    private void publish(CallEvents events, CallRecord call) {
        calls.offer(events.of(call, System.currentTimeMillis()).toByteArray());
    }

    private void onLoop(Runnable task) {
        Future<?> done = io.loop().submit(task).awaitUninterruptibly();
        if (!done.isSuccess()) {
            throw new IllegalStateException(done.cause());
        }
    }

    private void changed(RegistrationChange change) {
        if (change.ofCredentials()) {
            loop.credentialsChanged(change.aor());
        } else {
            loop.routeSetChanged(change.aor(), change.generation());
        }
    }
}
