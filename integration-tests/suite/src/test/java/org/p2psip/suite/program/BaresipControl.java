package org.p2psip.suite.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The connection to baresip's ctrl_tcp module: JSON in netstrings, commands one way, events and answers the other. */
final class BaresipControl implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_EVENT = 100_000;

    private final Socket socket;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private BaresipControl(Socket socket) {
        this.socket = socket;
        Thread.ofVirtual().name("baresip-events").start(this::readEvents);
    }

    /** Connects; empty while baresip does not listen yet. */
    static Optional<BaresipControl> connect(int port) {
        try {
            return Optional.of(new BaresipControl(new Socket(InetAddress.getLoopbackAddress(), port)));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /** Runs one of baresip's commands. */
    void command(String command, String parameters) {
        ObjectNode json = JSON.createObjectNode().put("command", command).put("params", parameters);
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        try {
            socket.getOutputStream().write((text.length + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("baresip takes no command", e);
        }
    }

    /** How many events of a type have come. */
    long count(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .count();
    }

    /** All that baresip said here, for messages. */
    List<JsonNode> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readEvents() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                int length = 0;
                for (int c = in.readUnsignedByte(); c != ':'; c = in.readUnsignedByte()) {
                    length = length * 10 + Character.digit(c, 10);
                    if (length < 0 || length > LONGEST_EVENT) {
                        throw new IOException("no netstring");
                    }
                }
                byte[] text = in.readNBytes(length);
                in.readUnsignedByte();
                events.add(JSON.readTree(text));
            }
        } catch (EOFException | SocketException closed) {
            events.add(JSON.createObjectNode().put("type", "CONNECTION_CLOSED"));
        } catch (IOException e) {
            events.add(JSON.createObjectNode().put("type", "BROKEN").put("param", e.toString()));
        }
    }
}
