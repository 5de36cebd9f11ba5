package org.p2psip.suite.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server over UDP that knows some records, and of every other name that it is not there. */
public final class NameServer implements AutoCloseable {
    private static final int DATAGRAM = 1500;
    private static final int PORT = 53;

    private final DatagramSocket socket;
    private final List<Record> records;
    private final AtomicInteger answered = new AtomicInteger();

    private NameServer(DatagramSocket socket, List<Record> records) {
        this.socket = socket;
        this.records = List.copyOf(records);
    }

    /** At port 53 of an address of this machine, which needs root. */
    public static NameServer start(String address, List<Record> records) {
        try {
            NameServer server = new NameServer(new DatagramSocket(new InetSocketAddress(address, PORT)), records);
            Thread.ofPlatform().daemon().name("name-server").start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve names at " + address, e);
        }
    }

    /** Questions that it had records for. */
    public int answered() {
        return answered.get();
    }

    private void serve() {
        byte[] bytes = new byte[DATAGRAM];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(java.util.Arrays.copyOf(bytes, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(question, Section.QUESTION);
        boolean known = false;
        for (Record one : records) {
            if (one.getName().equals(question.getName())) {
                known = true;
                if (one.getType() == question.getType()) {
                    answer.addRecord(one, Section.ANSWER);
                }
            }
        }
        if (known) {
            answered.incrementAndGet();
        } else {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
