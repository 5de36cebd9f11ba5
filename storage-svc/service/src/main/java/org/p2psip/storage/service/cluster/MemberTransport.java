package org.p2psip.storage.service.cluster;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.infinispan.commons.CacheException;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jboss.logging.Logger;
import org.jgroups.ChannelListener;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.protocols.TCPPING;
import org.jgroups.util.SocketFactory;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.Settings.Discovery;
import org.p2psip.tls.socket.SecuredSockets;

/** How the members of a cluster find and reach each other: JGroups over TCP. */
final class MemberTransport implements JGroupsChannelConfigurator {
    private static final Logger LOG = Logger.getLogger(MemberTransport.class);
    /**
     * Times in milliseconds. A member whose process ends is gone at once ({@link MemberTcp}); one that is silent for 6 s
     * is gone too (FD_ALL3). While a member connects to one whose host does not answer it sends to nobody, so it gives up soon
     * (sock_conn_timeout) and tries again with what is sent next. Members that were apart look for each other every few seconds (MERGE3).
     */
    private static final String PROTOCOLS =
            """
            <config xmlns="urn:org:jgroups">
              <org.p2psip.storage.service.cluster.MemberTcp bind_addr="%s" bind_port="%d" port_range="0" diag.enabled="false" sock_conn_timeout="300"/>
              %s
              <MERGE3 min_interval="1000" max_interval="4000"/>
              <FD_ALL3 timeout="6000" interval="1500"/>
              <VERIFY_SUSPECT2 timeout="1000"/>
              <pbcast.NAKACK2 use_mcast_xmit="false"/>
              <UNICAST3/>
              <pbcast.STABLE/>
              <pbcast.GMS join_timeout="1000" print_local_addr="false"/>
              <UFC/>
              <MFC/>
              <FRAG4/>
            </config>
            """;

    private final Settings.Cluster cluster;
    private final JChannel channel;
    private final Resolver resolver;

    /** Addresses of a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    private MemberTransport(Settings.Cluster cluster, JChannel channel, Resolver resolver) {
        this.cluster = cluster;
        this.channel = channel;
        this.resolver = resolver;
    }

    /**
     * One that is not connected yet.
     *
     * @param sockets empty for connections that are not secured
     */
    static MemberTransport create(Settings.Cluster cluster, Optional<SecuredSockets> sockets, Resolver resolver) {
        String protocols =
                PROTOCOLS.formatted(host(cluster.listen()), cluster.listen().getPort(), discovery(cluster));
        try {
            JChannel channel = new JChannel(new ByteArrayInputStream(protocols.getBytes(StandardCharsets.UTF_8)));
            sockets.map(ClusterSockets::new)
                    .ifPresent(channel.getProtocolStack().getTransport()::setSocketFactory);
            // Never that of a member before: what that told of itself does not hold for this one
            channel.setName(cluster.listen().getPort() + "-" + UUID.randomUUID());
            MemberTransport transport = new MemberTransport(cluster, channel, resolver);
            transport.refresh();
            return transport;
        } catch (Exception e) {
            // JGroups declares no other
            throw new CacheException(e);
        }
    }

    @Override
    public String getName() {
        return channel.getName();
    }

    /** For Infinispan, which connects it, and closes it in the end. */
    @Override
    public JChannel createChannel(String name) {
        return channel;
    }

    @Override
    public void addChannelListener(ChannelListener listener) {
        channel.addChannelListener(listener);
    }

    @Override
    public void setSocketFactory(SocketFactory factory) {
        channel.getProtocolStack().getTransport().setSocketFactory(factory);
    }

    /** There is no protocol that would use one. */
    @Override
    public void setDataSource(DataSource dataSource) {
        throw new UnsupportedOperationException("No discovery by a data base");
    }

    @Override
    public String getProtocolStackString() {
        return channel.getProtocolStack().printProtocolSpecAsXML();
    }

    /** Infinispan does not ask for it: the channel is made already. */
    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        return List.of();
    }

    /** Looks up again where members are, where that is by a name. May wait. */
    void refresh() {
        if (!(cluster.discovery() instanceof Discovery.Dns(String name))) {
            return;
        }
        try {
            List<InetSocketAddress> members = Arrays.stream(resolver.resolve(name))
                    .map(address ->
                            new InetSocketAddress(address, cluster.listen().getPort()))
                    .toList();
            TCPPING discovery = channel.getProtocolStack().findProtocol(TCPPING.class);
            discovery.setInitialHosts(members);
        } catch (UnknownHostException e) {
            // A headless service has no name before the first of its members is there
            LOG.debugf("No member is known at %s: %s", name, e.getMessage());
        }
    }

    private static String discovery(Settings.Cluster cluster) {
        return switch (cluster.discovery()) {
            case Discovery.Members(List<InetSocketAddress> members) -> asking(members);
            case Discovery.Dns dns -> asking(List.of(cluster.listen()));
            case Discovery.Multicast(InetSocketAddress group) ->
                "<MPING bind_addr=\"%s\" mcast_addr=\"%s\" mcast_port=\"%d\" ip_ttl=\"1\"/>"
                        .formatted(host(cluster.listen()), host(group), group.getPort());
        };
    }

    private static String asking(List<InetSocketAddress> members) {
        return "<TCPPING port_range=\"0\" initial_hosts=\"%s\"/>"
                .formatted(members.stream()
                        .map(member -> host(member) + '[' + member.getPort() + ']')
                        .collect(Collectors.joining(",")));
    }

    private static String host(InetSocketAddress member) {
        return member.getAddress().getHostAddress();
    }
}
