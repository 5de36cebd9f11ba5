package org.p2psip.relay.turn.allocation;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The channels of an allocation, found by number and by peer without making an object. */
final class Channels {
    private static final int SPREAD = 0x9E3779B9;

    private ChannelBinding[] byNumber = new ChannelBinding[4];
    private final Map<InetSocketAddress, ChannelBinding> byPeer = new HashMap<>(4);
    private int count;

    int count() {
        return count;
    }

    /** Null when the number was never bound, or is no longer. */
    ChannelBinding ofNumber(int number) {
        ChannelBinding[] table = byNumber;
        for (int at = slot(number, table.length); ; at = at + 1 & table.length - 1) {
            ChannelBinding found = table[at];
            if (found == null || found.number() == number) {
                return found;
            }
        }
    }

    /** Null when no channel was bound to the peer, or is no longer. */
    ChannelBinding ofPeer(InetSocketAddress peer) {
        return byPeer.get(peer);
    }

    void add(ChannelBinding binding) {
        if (2 * (count + 1) > byNumber.length) {
            fill(byNumber, new ChannelBinding[byNumber.length * 2]);
        }
        put(byNumber, binding);
        byPeer.put(binding.peer(), binding);
        count++;
    }

    /** Forgets those whose time is over, so that their numbers and peers can be bound anew. */
    void forgetExpired(long nowNanos) {
        if (byPeer.values().removeIf(binding -> !binding.isBound(nowNanos))) {
            count = byPeer.size();
            ChannelBinding[] table = new ChannelBinding[byNumber.length];
            byPeer.values().forEach(binding -> put(table, binding));
            byNumber = table;
        }
    }

    /** Whether a binding would come alive with that permission. */
    boolean use(Permission permission) {
        for (ChannelBinding binding : byPeer.values()) {
            if (binding.peer().getAddress().equals(permission.peer())) {
                return true;
            }
        }
        return false;
    }

    private void fill(ChannelBinding[] from, ChannelBinding[] to) {
        for (ChannelBinding binding : from) {
            if (binding != null) {
                put(to, binding);
            }
        }
        byNumber = to;
    }

    private static void put(ChannelBinding[] table, ChannelBinding binding) {
        int at = slot(binding.number(), table.length);
        while (table[at] != null) {
            at = at + 1 & table.length - 1;
        }
        table[at] = binding;
    }

    // at most half full, so that a search ends at an empty slot
    private static int slot(int number, int length) {
        return number * SPREAD >>> 16 & length - 1;
    }
}
