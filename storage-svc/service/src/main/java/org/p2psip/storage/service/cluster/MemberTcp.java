package org.p2psip.storage.service.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.blocks.cs.Connection;
import org.jgroups.blocks.cs.ConnectionListener;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;

/**
 * JGroups' TCP, which takes a broken connection for a sign that the other member may be gone: its process ended, or it is
 * no longer trusted. The members' connections are all there is, so TLS on them is TLS on everything; JGroups' own FD_SOCK2
 * would open others, which it cannot encrypt.
 */
public final class MemberTcp extends TCP implements ConnectionListener {
    public MemberTcp() {
        id = ClassConfigurator.getProtocolId(TCP.class);
    }

    @Override
    public void start() throws Exception {
        super.start();
        srv.addConnectionListener(this);
    }

    @Override
    public void connectionEstablished(Connection connection) {
        log.trace("%s: connected to %s", local_addr, connection.peerAddress());
    }

    /** Suspects who was connected, if it is a member. Whoever is alive says so when it is asked. */
    @Override
    public void connectionClosed(Connection connection) {
        Address lost = connection.peerAddress();
        List<Address> suspects = new ArrayList<>();
        for (Address member : members) {
            if (!member.equals(local_addr) && lost.equals(getPhysicalAddressFromCache(member))) {
                suspects.add(member);
            }
        }
        if (!suspects.isEmpty()) {
            up_prot.up(new Event(Event.SUSPECT, suspects));
        }
    }
}
