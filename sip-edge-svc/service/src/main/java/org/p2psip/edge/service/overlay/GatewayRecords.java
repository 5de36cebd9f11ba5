package org.p2psip.edge.service.overlay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Counts;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.StoredEntry;

/**
 * GATEWAY records: each prefix is a resource of its own, {@code gateway:+49}, with an entry for each site. So no record
 * grows with the overlay, and a number is looked for under all of its prefixes at once: one command is several
 * operations, and answered when all of them are.
 */
final class GatewayRecords {
    static final int GATEWAY = 0xF0000002;

    private static final String NAME = "gateway:";

    /** Asks the overlay; the answer comes back by {@link #answered} with the same number. */
    interface Overlay {
        void ask(long number, Operation.Builder operation);
    }

    /** Answers a command. */
    interface Answer {
        void answered(long token, OverlayResult result);
    }

    /** A command whose operations are not all answered. */
    private static final class Gathering {
        private final long token;
        private final List<Gateway> found;
        private int missing;
        private OverlayResult failure;

        Gathering(long token, List<Gateway> known, int missing) {
            this.token = token;
            this.found = new ArrayList<>(known);
            this.missing = missing;
        }
    }

    private final Overlay overlay;
    private final Answer edge;
    private final Counts<OverlayCounter> counts;
    private final Map<Long, Gathering> gatherings = new HashMap<>();
    private long lastNumber;

    GatewayRecords(Overlay overlay, Answer edge, Counts<OverlayCounter> counts) {
        this.overlay = overlay;
        this.edge = edge;
        this.counts = counts;
    }

    /** Asks for every prefix of the number, {@code +} among them: at most 16. */
    void find(EdgeCommand.FindGateways command) {
        String number = command.number();
        Gathering gathering = new Gathering(command.token(), List.of(), number.length());
        for (int length = 1; length <= number.length(); length++) {
            ask(
                    gathering,
                    Operation.newBuilder()
                            .setGet(GetRequest.newBuilder()
                                    .setResource(resource(number.substring(0, length)))
                                    .addKinds(KindQuery.newBuilder().setKind(GATEWAY))));
        }
    }

    /** Writes each record under its prefix, with the site as its key: edges of one site write the same entry. */
    void publish(EdgeCommand.PublishGateways command) {
        Gathering gathering = new Gathering(
                command.token(), command.gateways(), command.gateways().size());
        for (Gateway gateway : command.gateways()) {
            StoredEntry.Builder entry = StoredEntry.newBuilder()
                    .setDictionaryKey(ByteString.copyFromUtf8(gateway.site()))
                    .setExists(true)
                    .setValue(record(gateway).toByteString())
                    .setLifetimeS(command.lifetimeSeconds());
            ask(
                    gathering,
                    Operation.newBuilder()
                            .setPut(PutRequest.newBuilder()
                                    .setResource(resource(gateway.prefix()))
                                    .addKinds(KindWrite.newBuilder()
                                            .setKind(GATEWAY)
                                            .addEntries(entry))));
        }
        if (command.gateways().isEmpty()) {
            edge.answered(command.token(), new OverlayResult.Gateways(List.of()));
        }
    }

    private void ask(Gathering gathering, Operation.Builder operation) {
        gatherings.put(++lastNumber, gathering);
        overlay.ask(lastNumber, operation);
    }

    /** An operation is answered. */
    void answered(long number, OverlayResult result) {
        Gathering gathering = gatherings.remove(number);
        if (result instanceof OverlayResult.Gateways some) {
            gathering.found.addAll(some.gateways());
        } else {
            gathering.failure = result;
        }
        if (--gathering.missing == 0) {
            // Half of the records could lead to the wrong gateway: all or nothing
            edge.answered(
                    gathering.token,
                    gathering.failure == null ? new OverlayResult.Gateways(gathering.found) : gathering.failure);
        }
    }

    /** The records that a Get brought; none for a Put. */
    OverlayResult read(Result result) {
        List<Gateway> gateways = new ArrayList<>();
        for (StoredEntry entry : result.hasGet() ? ContractMapping.entries(result, GATEWAY) : List.<StoredEntry>of()) {
            try {
                org.p2psip.proto.v1.Gateway record = org.p2psip.proto.v1.Gateway.parseFrom(entry.getValue());
                gateways.add(new Gateway(
                        record.getPrefix(),
                        record.getTarget(),
                        record.getPriority(),
                        record.getWeight(),
                        record.getSite()));
            } catch (InvalidProtocolBufferException e) {
                // One value that somebody else wrote wrongly must not hide the others
                counts.add(OverlayCounter.UNREADABLE_VALUES);
            }
        }
        return new OverlayResult.Gateways(gateways);
    }

    private static org.p2psip.proto.v1.Gateway record(Gateway gateway) {
        return org.p2psip.proto.v1.Gateway.newBuilder()
                .setPrefix(gateway.prefix())
                .setTarget(gateway.target())
                .setPriority(gateway.priority())
                .setWeight(gateway.weight())
                .setSite(gateway.site())
                .build();
    }

    private static Resource resource(String prefix) {
        return Resource.newBuilder().setName(NAME + prefix).build();
    }
}
