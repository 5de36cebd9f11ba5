package org.p2psip.storage.service.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jgroups.util.DefaultSocketFactory;
import org.p2psip.tls.socket.SecuredSockets;

/** What JGroups opens sockets by: TCP is secured. Discovery by multicast is not, and says no more than where a member is. */
final class ClusterSockets extends DefaultSocketFactory {
    private final SecuredSockets secured;

    ClusterSockets(SecuredSockets secured) {
        this.secured = secured;
    }

    @Override
    public Socket createSocket(String service) throws IOException {
        return secured.client();
    }

    @Override
    public ServerSocket createServerSocket(String service) throws IOException {
        return secured.server();
    }

    @Override
    public Socket createSocket(String service, String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String service, InetAddress address, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String service, String host, int port, InetAddress local, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(String service, InetAddress address, int port, InetAddress local, int localPort) {
        throw connected();
    }

    @Override
    public ServerSocket createServerSocket(String service, int port) {
        throw connected();
    }

    @Override
    public ServerSocket createServerSocket(String service, int port, int backlog) {
        throw connected();
    }

    @Override
    public ServerSocket createServerSocket(String service, int port, int backlog, InetAddress address) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("JGroups binds and connects its sockets itself");
    }
}
