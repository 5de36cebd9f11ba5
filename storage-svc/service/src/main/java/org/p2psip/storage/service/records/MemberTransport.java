package org.p2psip.storage.service.records;

import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import org.p2psip.storage.service.config.Settings;

/** How the members of a cluster find and reach each other: TCP, and a list of addresses. */
final class MemberTransport {
    private static final String PROTOCOLS =
            """
            <config xmlns="urn:org:jgroups">
              <TCP bind_addr="%s" bind_port="%d" port_range="0" diag.enabled="false"/>
              <TCPPING initial_hosts="%s" port_range="0"/>
              <MERGE3/>
              <FD_SOCK2 bind_addr="%1$s"/>
              <FD_ALL3/>
              <VERIFY_SUSPECT2/>
              <pbcast.NAKACK2 use_mcast_xmit="false"/>
              <UNICAST3/>
              <pbcast.STABLE/>
              <pbcast.GMS join_timeout="2000" print_local_addr="false"/>
              <UFC/>
              <MFC/>
              <FRAG4/>
            </config>
            """;

    private MemberTransport() {}

    /** What JGroups is configured with. */
    static String protocols(Settings.Cluster cluster) {
        String members = cluster.members().stream()
                .map(member -> host(member) + '[' + member.getPort() + ']')
                .collect(Collectors.joining(","));
        return PROTOCOLS.formatted(host(cluster.listen()), cluster.listen().getPort(), members);
    }

    private static String host(InetSocketAddress member) {
        return member.getAddress().getHostAddress();
    }
}
