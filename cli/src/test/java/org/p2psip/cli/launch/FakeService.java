package org.p2psip.cli.launch;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A service to be started as a process: answers its health, or does what services must not do. */
final class FakeService {
    private FakeService() {}

    /** Arguments: HTTP port, then ready, down or ends. */
    public static void main(String[] args) throws IOException {
        System.out.println("this is the service on port " + args[0]);
        if (args[1].equals("ends")) {
            System.out.println("p2psip.example: 17 is not allowed, 1 to 16 are");
            System.exit(1);
        }
        int status = args[1].equals("ready") ? 200 : 503;
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }
}
