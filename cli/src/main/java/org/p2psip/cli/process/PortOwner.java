package org.p2psip.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which process has a port, as far as this user may see it (proc(5), net/tcp and fd). */
public record PortOwner(long pid, String command) {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_COMMAND_LENGTH = 80;

    /** Columns of /proc/net/tcp and udp. */
    private static final int LOCAL_ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String TCP_LISTEN = "0A";

    /** The process that has the port; empty when nobody has it or this user may not see who. */
    public static Optional<PortOwner> of(PortUse port) {
        Set<String> sockets = new HashSet<>();
        String table = port.isTcp() ? "tcp" : "udp";
        for (String name : List.of(table, table + "6")) {
            sockets.addAll(socketsOn(PROC.resolve("net").resolve(name), port));
        }
        return sockets.isEmpty() ? Optional.empty() : holderOf(sockets);
    }

    private static Set<String> socketsOn(Path table, PortUse port) {
        Set<String> sockets = new HashSet<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(table);
        } catch (IOException noSuchTable) {
            return sockets;
        }
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] columns = line.strip().split("\\s+");
            boolean listens = !port.isTcp() || columns[STATE].equals(TCP_LISTEN);
            if (listens && meets(columns[LOCAL_ADDRESS], port)) {
                sockets.add("socket:[" + columns[INODE] + "]");
            }
        }
        return sockets;
    }

    /** Whether a local address as the tables write it, "0100007F:13C4", is in the way of the port. */
    private static boolean meets(String local, PortUse port) {
        int colon = local.indexOf(':');
        if (Integer.parseInt(local.substring(colon + 1), 16) != port.number()) {
            return false;
        }
        byte[] bytes = HexFormat.of().parseHex(local.substring(0, colon));
        try {
            InetAddress address = InetAddress.getByAddress(inNetworkOrder(bytes));
            return address.isAnyLocalAddress() || port.address().isAnyLocalAddress() || address.equals(port.address());
        } catch (UnknownHostException neitherFourNorSixteenBytes) {
            return false;
        }
    }

    /** The tables print addresses as 32-bit numbers of this machine. */
    private static byte[] inNetworkOrder(byte[] words) {
        ByteBuffer from = ByteBuffer.wrap(words).order(ByteOrder.nativeOrder());
        ByteBuffer to = ByteBuffer.allocate(words.length);
        while (from.hasRemaining()) {
            to.putInt(from.getInt());
        }
        return to.array();
    }

    private static Optional<PortOwner> holderOf(Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsAny(process, sockets)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    return Optional.of(new PortOwner(pid, commandOf(process)));
                }
            }
        } catch (IOException notVisible) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holdsAny(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException anotherUsersOrGone) {
            return false;
        }
        return false;
    }

    private static String commandOf(Path process) {
        try {
            String command = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
            return command.length() <= MAX_COMMAND_LENGTH ? command : command.substring(0, MAX_COMMAND_LENGTH) + "...";
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "process " + pid + (command.isEmpty() ? "" : " (" + command + ")");
    }
}
