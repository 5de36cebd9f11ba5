package org.p2psip.storage.service.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.infinispan.AdvancedCache;
import org.infinispan.remoting.transport.Address;

/** Where each member writes its state, for all others. What is written by those who are gone is removed. */
final class StateBoard {
    private final AdvancedCache<byte[], byte[]> cache;
    private final Address own;

    StateBoard(AdvancedCache<byte[], byte[]> cache, Address own) {
        this.cache = cache;
        this.own = own;
    }

    /** Tells the others, unless they know. A merge of clusters may have forgotten it. */
    void tell(MemberState state) {
        if (read(own) != state) {
            cache.put(key(own), new byte[] {(byte) state.ordinal()});
        }
    }

    /** Of those that are reached; null for one that has not told yet. */
    Collection<MemberState> others(List<Address> members) {
        List<MemberState> states = new ArrayList<>(members.size());
        for (Address member : members) {
            if (!member.equals(own)) {
                states.add(read(member));
            }
        }
        return states;
    }

    /** Forgets those who are gone. They write again when they come back. */
    void keepOnly(List<Address> members) {
        if (cache.size() > members.size()) {
            List<String> known = members.stream().map(Address::toString).toList();
            for (byte[] key : cache.keySet()) {
                if (!known.contains(new String(key, StandardCharsets.UTF_8))) {
                    cache.remove(key);
                }
            }
        }
    }

    private MemberState read(Address member) {
        byte[] state = cache.get(key(member));
        return state == null ? null : MemberState.values()[state[0]];
    }

    private static byte[] key(Address member) {
        return member.toString().getBytes(StandardCharsets.UTF_8);
    }
}
