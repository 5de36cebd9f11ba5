package org.p2psip.suite.program;

import java.net.InetSocketAddress;
import org.p2psip.suite.process.Program;

/** A SIPp that answers calls in the background, each until its BYE. */
public final class CalledPhone implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Sipp sipp;
    private final String name;

    CalledPhone(Process process, int port, Sipp sipp, String name) {
        this.process = process;
        this.port = port;
        this.sipp = sipp;
        this.name = name;
    }

    /** Where it listens; the port of contacts that lead to it. */
    public int port() {
        return port;
    }

    /** Where it listens, for contacts that lead to it. */
    public InetSocketAddress address() {
        return new InetSocketAddress(sipp.host().address(), port);
    }

    /** All that it has received and sent, where it keeps that. */
    public String messages() {
        return Program.read(sipp.messageFile(name));
    }

    /** Waits until it has answered all its calls. */
    public SippCounts finish() {
        return sipp.counts(process, name);
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}
