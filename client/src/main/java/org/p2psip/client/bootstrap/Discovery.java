package org.p2psip.client.bootstrap;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.routing.bootstrap.BootstrapAnswer;
import org.p2psip.routing.bootstrap.BootstrapSearch;
import org.p2psip.routing.bootstrap.SearchCommand;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.timing.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches peers of an overlay until it finds some. All of it runs on one executor of the caller; what blocks, names in
 * DNS, on another.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final int PARALLEL = 3;
    private static final long PATIENCE_MS = 2_000;
    private static final Backoff BACKOFF = new Backoff(500, 30_000);

    /**
     * What a search needs.
     *
     * @param loop one thread, that of the caller
     * @param blocking runs what waits for DNS
     * @param connect makes the channel to a server, "host:port"; it is shut down after the answer
     */
    public record Tools(ScheduledExecutorService loop, Executor blocking, Function<String, ManagedChannel> connect) {
        /** Channels without encryption, as on loopback. */
        public static Tools plaintext(ScheduledExecutorService loop, Executor blocking) {
            return new Tools(loop, blocking, server -> ManagedChannelBuilder.forTarget(server)
                    .usePlaintext()
                    .executor(loop)
                    .build());
        }
    }

    private final Tools tools;
    private final String overlay;
    private final Ways ways;
    private final DnsServers dns;
    private final BootstrapSearch search;
    private final CompletableFuture<List<PeerInfo>> found = new CompletableFuture<>();
    private final List<ManagedChannel> asking = new ArrayList<>();
    private volatile String problem = "";
    private NeighborCall call;
    private ScheduledFuture<?> deadline;

    /** @param overlay wanted; empty for whichever is found */
    public Discovery(String overlay, Ways ways, Tools tools) {
        this(overlay, ways, tools, new DnsServers(null));
    }

    Discovery(String overlay, Ways ways, Tools tools, DnsServers dns) {
        this.tools = tools;
        this.overlay = overlay;
        this.ways = ways;
        this.dns = dns;
        this.search = new BootstrapSearch(
                new BootstrapSearch.Config(
                        overlay,
                        ways.servers(),
                        ways.names(),
                        !ways.targets().isEmpty(),
                        PARALLEL,
                        PATIENCE_MS,
                        BACKOFF),
                RandomGenerator.getDefault());
    }

    /**
     * Begins; what is returned completes when peers are found, and never fails: the search goes on until it is closed,
     * which cancels it.
     *
     * @param remembered addresses of peers that were known before
     */
    public CompletableFuture<List<PeerInfo>> start(Collection<String> remembered) {
        List<String> addresses = List.copyOf(remembered);
        onLoop(() -> search.start(addresses, nowMs()));
        return found;
    }

    /** Why nobody was found so far; empty while that is not known. */
    public String problem() {
        return problem;
    }

    /** Ends the search. */
    @Override
    public void close() {
        found.cancel(false);
        tools.loop.execute(this::tidyUp);
    }

    private void tidyUp() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        asking.forEach(ManagedChannel::shutdownNow);
        asking.clear();
        endCall();
    }

    private void endCall() {
        if (call != null) {
            call.close();
            call = null;
        }
    }

    private void onLoop(Runnable event) {
        tools.loop.execute(() -> {
            if (!found.isDone()) {
                event.run();
                search.commands().forEach(this::carryOut);
                awaitDeadline();
            }
        });
    }

    private void awaitDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
        long dueMs = search.deadlineMs();
        if (dueMs != Long.MAX_VALUE && !found.isDone()) {
            deadline = tools.loop.schedule(
                    () -> onLoop(() -> search.advance(nowMs())), Math.max(0, dueMs - nowMs()), TimeUnit.MILLISECONDS);
        }
    }

    private void carryOut(SearchCommand command) {
        switch (command) {
            case SearchCommand.Ask ask -> ask(ask.server());
            case SearchCommand.Resolve resolve ->
                tools.blocking.execute(() -> {
                    List<String> servers = dns.of(resolve.name());
                    onLoop(() -> search.resolved(resolve.name(), servers, nowMs()));
                });
            case SearchCommand.CallOut ignored -> callOut();
            case SearchCommand.Found result -> {
                LOG.info(
                        "{} names {} peers of the overlay {}",
                        result.server(),
                        result.peers().size(),
                        overlay);
                found.complete(result.peers());
                tidyUp();
            }
            case SearchCommand.NobodyFound nobody -> {
                endCall();
                problem = nobody.why();
                LOG.warn(
                        "no peer of the overlay {} found, again in {} ms: {}",
                        overlay,
                        nobody.againInMs(),
                        nobody.why());
            }
        }
    }

    private void callOut() {
        endCall();
        call = new NeighborCall(overlay, server -> onLoop(() -> search.heard(server, nowMs())));
        int sent = call.call(ways.targets());
        LOG.debug("neighbors are called on {} networks", sent);
    }

    private void ask(String server) {
        ManagedChannel channel;
        try {
            channel = tools.connect.apply(server);
        } catch (IllegalArgumentException noTarget) {
            search.failed(server, noTarget.getMessage(), nowMs());
            search.commands().forEach(this::carryOut);
            return;
        }
        asking.add(channel);
        BootstrapGrpc.newStub(channel)
                .withDeadlineAfter(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .discover(DiscoverRequest.newBuilder().setOverlay(overlay).build(), new StreamObserver<>() {
                    @Override
                    public void onNext(DiscoverResponse response) {
                        onLoop(() -> search.answered(server, response.getOverlay(), answer(response), nowMs()));
                    }

                    @Override
                    public void onError(Throwable failure) {
                        onLoop(() -> search.failed(server, reason(failure), nowMs()));
                        over();
                    }

                    @Override
                    public void onCompleted() {
                        over();
                    }

                    private void over() {
                        tools.loop.execute(() -> {
                            asking.remove(channel);
                            channel.shutdown();
                        });
                    }
                });
    }

    private static String reason(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String said = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        // What follows in other lines is of Netty's pipeline
        String first = said.lines().findFirst().orElse(said);
        return root == null ? first : first + ": " + root.getMessage();
    }

    private static BootstrapAnswer answer(DiscoverResponse response) {
        return switch (response.getAnswerCase()) {
            case REDIRECT -> new BootstrapAnswer.Redirect(response.getRedirect().getServersList());
            case SAMPLE ->
                new BootstrapAnswer.Sample(response.getSample().getPeersList().stream()
                        .map(Discovery::heard)
                        .flatMap(Optional::stream)
                        .toList());
            case ANSWER_NOT_SET -> new BootstrapAnswer.Sample(List.of());
        };
    }

    /** A peer that cannot be dialed is of no use to who starts, nor is one whose Node-ID is none. */
    private static Optional<BootstrapAnswer.Heard> heard(org.p2psip.proto.v1.PeerInfo peer) {
        return NodeId.ofBytes(peer.getNodeId().toByteArray())
                .map(id -> new PeerInfo(id, peer.getAddress(), peer.getSite()))
                .filter(PeerInfo::isDialable)
                .map(info -> new BootstrapAnswer.Heard(info, peer.getLastSeenAgoMs()));
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
