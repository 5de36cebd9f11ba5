package org.p2psip.edge.gruu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.Binding;

/**
 * What a temporary GRUU carries of its phone: hashes of the instance ID and of the Call-IDs that it was registered with.
 *
 * @param hashes of the site
 * @param instance 48 bits of the instance ID's hash
 * @param flows the flows that were registered, at most {@link #MAX_FLOWS}, the newest first
 */
record InstanceMark(SiteHash hashes, long instance, List<RegisteredFlow> flows) {
    /** A phone registers over two or three edges (RFC 5626 section 4.2). */
    static final int MAX_FLOWS = 4;

    private static final int FLOW_BYTES = 2 + SiteHash.BYTES;

    /**
     * One flow.
     *
     * @param regId the low 16 bits of its reg-id; 0 without
     * @param callId 48 bits of the hash of its Call-ID
     */
    record RegisteredFlow(int regId, long callId) {}

    /** The mark of a phone. @param bindings those of the phone, the newest first, at least one */
    static InstanceMark of(SiteHash hashes, List<Binding> bindings) {
        List<RegisteredFlow> flows = new ArrayList<>(2);
        for (Binding binding : bindings) {
            int regId = binding.regId() & 0xffff;
            boolean known = flows.stream().anyMatch(flow -> flow.regId == regId);
            if (!known && flows.size() < MAX_FLOWS) {
                flows.add(new RegisteredFlow(regId, hashes.ofCallId(binding.callId())));
            }
        }
        return new InstanceMark(hashes, hashes.ofInstance(bindings.getFirst().instance()), flows);
    }

    boolean isOf(Binding binding) {
        return !binding.instance().isEmpty() && hashes.ofInstance(binding.instance()) == instance;
    }

    /** Whether no flow was registered with another Call-ID since. @param phone the phone's bindings, the newest first */
    boolean isCurrent(List<Binding> phone) {
        for (RegisteredFlow flow : flows) {
            for (Binding binding : phone) {
                if ((binding.regId() & 0xffff) == flow.regId) {
                    if (hashes.ofCallId(binding.callId()) != flow.callId) {
                        return false;
                    }
                    break; // the newest of that flow decides
                }
            }
        }
        return true;
    }

    int length() {
        return SiteHash.BYTES + 1 + flows.size() * FLOW_BYTES;
    }

    void write(ByteBuffer out) {
        SiteHash.write(out, instance);
        out.put((byte) flows.size());
        for (RegisteredFlow flow : flows) {
            out.putShort((short) flow.regId);
            SiteHash.write(out, flow.callId);
        }
    }

    /** Reads what {@link #write} wrote. */
    static InstanceMark read(SiteHash hashes, ByteBuffer in) {
        long instance = SiteHash.read(in);
        int count = in.get();
        List<RegisteredFlow> flows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            flows.add(new RegisteredFlow(in.getShort() & 0xffff, SiteHash.read(in)));
        }
        return new InstanceMark(hashes, instance, flows);
    }
}
