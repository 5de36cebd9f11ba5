package org.p2psip.relay.turn.allocation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.turn.FiveTuple;
import org.p2psip.relay.turn.PeerTransport;
import org.p2psip.relay.turn.attribute.AddressFamily;

/**
 * What the server holds for one client (RFC 8656 section 3.2): opening until its relayed addresses are there, then open
 * until its time is over, its client gives it up, or its connection breaks. Owned by one event loop.
 */
public final class Allocation {
    /** What the transports keep with an allocation; nobody here looks inside. */
    public interface Carrier {}

    /** Where it is in its life. */
    public enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final FiveTuple fiveTuple;
    private final Owner owner;
    private final TransactionId transactionId;
    private final PeerTransport transport;
    private final ByteRate rate;
    private final Map<AddressFamily, Relayed> relayed = new HashMap<>(2);
    private final Map<InetAddress, Permission> permissions = new HashMap<>(4);
    private final Channels channels = new Channels();
    // few allocations have any
    private Map<InetSocketAddress, PeerConnection> connections = Map.of();

    private State state = State.OPENING;
    private long expiresAtNanos;
    private Carrier carrier;

    /**
     * @param username that made it: only the same may change it (RFC 8656 section 5)
     * @param account whom quotas count it for
     */
    public record Owner(String username, String account) {}

    /**
     * A relayed address.
     *
     * @param port as bound here
     * @param address as others reach it
     */
    public record Relayed(int port, InetSocketAddress address) {}

    /**
     * @param transactionId of the Allocate, by which a retransmission is told from a second one
     * @param transport towards its peers
     * @param rate octets that may pass in a second
     */
    public Allocation(
            FiveTuple fiveTuple, Owner owner, TransactionId transactionId, PeerTransport transport, ByteRate rate) {
        this.fiveTuple = fiveTuple;
        this.owner = owner;
        this.transactionId = transactionId;
        this.transport = transport;
        this.rate = rate;
    }

    public FiveTuple fiveTuple() {
        return fiveTuple;
    }

    public Owner owner() {
        return owner;
    }

    public TransactionId transactionId() {
        return transactionId;
    }

    /** How its peers are reached. */
    public PeerTransport transport() {
        return transport;
    }

    public State state() {
        return state;
    }

    /** Null until the transports have attached theirs. */
    public Carrier carrier() {
        return carrier;
    }

    public void attach(Carrier carrier) {
        this.carrier = carrier;
    }

    public void open(AddressFamily family, Relayed address, long expiresAtNanos) {
        relayed.put(family, address);
        state = State.OPEN;
        this.expiresAtNanos = expiresAtNanos;
    }

    public Optional<Relayed> relayed(AddressFamily family) {
        return Optional.ofNullable(relayed.get(family));
    }

    /** Gives up a family; the allocation is closed with its last one. */
    public void close(AddressFamily family) {
        relayed.remove(family);
        if (relayed.isEmpty()) {
            state = State.CLOSED;
        }
    }

    public long expiresAtNanos() {
        return expiresAtNanos;
    }

    public void refresh(long expiresAtNanos) {
        this.expiresAtNanos = expiresAtNanos;
    }

    public int permissions() {
        return permissions.size();
    }

    public int channels() {
        return channels.count();
    }

    /** Whether there is an entry for that peer, living or not: making another takes no room then. */
    public boolean knows(InetAddress peer) {
        return permissions.containsKey(peer);
    }

    public Permission permit(InetAddress peer, long nowNanos) {
        Permission permission = permissions.computeIfAbsent(peer, Permission::new);
        permission.refresh(nowNanos);
        return permission;
    }

    /** Whether packets may pass from and to that peer now. */
    public boolean permits(InetAddress peer, long nowNanos) {
        Permission permission = permissions.get(peer);
        return permission != null && permission.isLive(nowNanos);
    }

    /** Binds, or refreshes the same binding; that the two are free or belong together was checked. */
    public void bind(int number, InetSocketAddress peer, long nowNanos) {
        Permission permission = permit(peer.getAddress(), nowNanos);
        ChannelBinding binding = channels.ofNumber(number);
        if (binding == null) {
            binding = new ChannelBinding(number, peer, permission);
            channels.add(binding);
        }
        binding.refresh(nowNanos);
    }

    /** The binding of a number, open or not; null when there is none. */
    public ChannelBinding channel(int number) {
        return channels.ofNumber(number);
    }

    /** The binding of a peer, open or not; null when there is none. */
    public ChannelBinding channel(InetSocketAddress peer) {
        return channels.ofPeer(peer);
    }

    /** Its connections with peers, if it is a TCP allocation: connecting, pending, and in use. */
    public Collection<PeerConnection> connections() {
        return connections.values();
    }

    /** Its connection with the peer's address and port; null when there is none. */
    public PeerConnection connection(InetSocketAddress peer) {
        return connections.get(peer);
    }

    public void add(PeerConnection connection) {
        if (connections.isEmpty()) {
            connections = new HashMap<>();
        }
        connections.put(connection.peer(), connection);
    }

    /** Does nothing when it is not there any more. */
    public void remove(PeerConnection connection) {
        if (connection(connection.peer()) == connection) {
            connections.remove(connection.peer());
        }
    }

    /**
     * Takes octets of a stream out of what may pass in this second.
     *
     * @return nanoseconds to wait before more are received
     */
    public long pay(int octets, long nowNanos) {
        return rate.pay(octets, nowNanos);
    }

    /** Takes the octets out of what may pass in this second; false when there is not so much left. */
    public boolean admits(int octets, long nowNanos) {
        return rate.admits(octets, nowNanos);
    }

    /** Forgets what has expired. Channels keep the permission object of their peer alive while they are bound. */
    public void forgetExpired(long nowNanos) {
        channels.forgetExpired(nowNanos);
        permissions.values().removeIf(permission -> !permission.isLive(nowNanos) && !channels.use(permission));
    }
}
