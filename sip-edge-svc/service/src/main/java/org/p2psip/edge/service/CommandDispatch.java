package org.p2psip.edge.service;

import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.edge.CallRecord;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.dns.DnsClient;
import org.p2psip.edge.service.hep.HepTrace;
import org.p2psip.edge.service.overlay.OverlayClient;
import org.p2psip.edge.service.tracing.RequestTracing;
import org.p2psip.edge.service.transport.DatagramTransport;
import org.p2psip.edge.service.transport.StreamTransport;

/**
 * Hands each command of the core to the shell that does it.
 *
 * @param udp datagrams
 * @param streams connections
 * @param overlay questions and writes
 * @param dns names
 * @param calls call records
 * @param trace hears of what goes out
 * @param tracing hears of it too
 */
record CommandDispatch(
        DatagramTransport udp,
        StreamTransport streams,
        OverlayClient overlay,
        DnsClient dns,
        Consumer<CallRecord> calls,
        HepTrace trace,
        RequestTracing tracing)
        implements Consumer<EdgeCommand> {
    private static final Occasional BANS = new Occasional(Logger.getLogger(CommandDispatch.class));

    @Override
    public void accept(EdgeCommand command) {
        switch (command) {
            case EdgeCommand.SendTo send -> {
                if (trace.isOn()) {
                    trace.sent(send.transport(), send.to(), send.message());
                }
                if (tracing.isOn()) {
                    tracing.sent(send.message());
                }
                if (send.transport() == Transport.UDP) {
                    udp.send(send.to(), send.message(), send.failureToken());
                } else {
                    streams.send(send.transport(), send.to(), send.serverName(), send.message(), send.failureToken());
                }
            }
            case EdgeCommand.SendOnFlow send -> {
                if (trace.isOn()) {
                    trace.sent(send.flow().transport(), send.flow().remote(), send.message());
                }
                if (tracing.isOn()) {
                    tracing.sent(send.message());
                }
                if (send.flow().transport() == Transport.UDP) {
                    udp.send(send.flow().remote(), send.message(), send.failureToken());
                } else {
                    streams.send(send.flow(), send.message(), send.elseTo(), send.failureToken());
                }
            }
            case EdgeCommand.Lookup lookup -> overlay.lookup(lookup);
            case EdgeCommand.FetchCredentials fetch -> overlay.fetchCredentials(fetch);
            case EdgeCommand.StoreBindings store -> overlay.store(store);
            case EdgeCommand.AskDns ask -> dns.ask(ask.token(), ask.question());
            case EdgeCommand.FindGateways find -> overlay.find(find);
            case EdgeCommand.PublishGateways publish -> overlay.publish(publish);
            case EdgeCommand.Banned banned -> {
                BANS.warn(() -> banned.source() + " is banned: " + banned.why().description());
                streams.closeAll(banned.source());
            }
            case EdgeCommand.PublishCall publish -> calls.accept(publish.call());
        }
    }
}
