package org.p2psip.edge;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.auth.PasswordHashes;
import org.p2psip.edge.call.Calls;
import org.p2psip.edge.digest.NonceSigner;
import org.p2psip.edge.entry.NobodyThere;
import org.p2psip.edge.entry.RequestEntry;
import org.p2psip.edge.gateway.GatewayContext;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.gateway.TrunkLogins;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.location.Credentials;
import org.p2psip.edge.location.Questions;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.outbound.Outbound;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.regevent.Subscriptions;
import org.p2psip.edge.registrar.Redirect;
import org.p2psip.edge.registrar.Registrar;
import org.p2psip.edge.route.DialogToken;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutePreprocessing;
import org.p2psip.edge.sight.Traffic;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;
import org.p2psip.edge.uac.UserAgentClient;

/** The parts of an edge, each made with those that it works with. */
final class EdgeParts {
    final CurrentTime time = new CurrentTime();
    final TimerQueue timers = new TimerQueue(time);
    final Counters counters = new Counters();
    final TransactionContext context;
    final TransactionTable table;
    final Protection protection;
    final Questions questions;
    final RouteSets routeSets;
    final Credentials credentials;
    final Calls calls;
    final GatewayPeer gateway;
    final Subscriptions subscriptions;
    final RequestEntry entry;
    final Outbound flows;

    /**
     * @param random for what nobody should guess and what should differ after a restart
     * @param out takes the commands, in their order
     */
    EdgeParts(EdgeConfig config, RandomGenerator random, Consumer<EdgeCommand> out) {
        EdgeConfig.Limits limits = config.limits();
        context = new TransactionContext(counting(out), time, timers, counters);
        table = new TransactionTable(context, limits.transactions(), random.nextInt(), random.nextLong());
        protection = new Protection(config.protect(), context, this::isTrunk, random.nextLong());
        questions = new Questions(context, limits.pendingRequests());
        routeSets = new RouteSets(context, questions, limits.cachedRouteSets());
        credentials = new Credentials(context, questions, limits.cachedCredentials());
        calls = new Calls(context, limits.calls());
        OwnAddress own = new OwnAddress(config);
        Agenda agenda = new Agenda(time, timers);
        ServerLocator servers = new ServerLocator(questions, config.locate(), random, time, counters);
        UserAgentClient client = new UserAgentClient(context, table, servers::locate, own, agenda, random);
        gateway = new GatewayPeer(
                new GatewayContext(context, client, agenda, questions, random, own, Collections.min(config.domains())),
                config.secret());
        Gruus gruus = new Gruus(config.secret(), random);
        subscriptions = new Subscriptions(context, config.regEvent(), routeSets, agenda, client, gruus, own::uri);
        routeSets.onStored(subscriptions::changed);
        DialogToken tokens = new DialogToken(config.secret());
        flows = Outbound.of(config, own.name(), random.nextLong());
        ProxyCore proxy = new ProxyCore(
                context,
                table,
                servers,
                routeSets,
                own,
                tokens,
                flows,
                gateway.hosts(),
                new NobodyThere(config, credentials, protection),
                config);
        entry = new RequestEntry(
                config,
                context,
                table,
                own,
                new RoutePreprocessing(own, tokens, flows.tokens()),
                authentication(config, credentials, random),
                authentication(config, new TrunkLogins(gateway), random),
                gruus,
                protection,
                new RequestEntry.Parts(
                        proxy,
                        new Registrar(config, routeSets, own, flows, gruus, time),
                        subscriptions,
                        new Redirect(routeSets),
                        calls,
                        gateway),
                random.nextLong());
    }

    private Consumer<EdgeCommand> counting(Consumer<EdgeCommand> out) {
        Traffic traffic = counters.traffic();
        return command -> {
            if (command instanceof EdgeCommand.SendTo send) {
                traffic.sent(send.transport(), send.message());
            } else if (command instanceof EdgeCommand.SendOnFlow send) {
                traffic.sent(send.flow().transport(), send.message());
            }
            out.accept(command);
        };
    }

    private Authentication authentication(EdgeConfig config, PasswordHashes hashes, RandomGenerator random) {
        NonceSigner nonces = new NonceSigner(
                config.secret(), random.nextLong(), TimeUnit.SECONDS.toMillis(config.nonceLifetimeSeconds()));
        return new Authentication(context, hashes, nonces, config.digest(), protection);
    }

    private boolean isTrunk(Flow flow) {
        return gateway.isTrunk(flow);
    }
}
