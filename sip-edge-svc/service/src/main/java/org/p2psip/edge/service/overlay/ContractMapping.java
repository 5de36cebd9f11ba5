package org.p2psip.edge.service.overlay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.service.Counts;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.proto.v1.DigestHash;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.WriteOrder;
import org.p2psip.storage.Octets;
import org.p2psip.storage.sip.RouteSet;
import org.p2psip.storage.sip.SipRegistration;

/**
 * Between the edge's commands and the overlay's contract. A binding is an EDGE-REGISTRATION record of its AOR, with its
 * key as dictionary key and Call-ID and CSeq as the order that the record's owner decides by.
 */
public final class ContractMapping {
    static final int EDGE_REGISTRATION = 0xF0000001;

    /** Kind-ID of what users with a key of their own register (RFC 7904). */
    public static final int SIP_REGISTRATION = 0x1;

    /** Kind-ID of a user's digest hashes. */
    public static final int CREDENTIALS = 0xF0000003;
    /** What {@code WriteOrder.scope} takes, in bytes. */
    private static final int MAX_SCOPE = 256;
    /** In thousandths; RFC 7904 has no preference among a user's registrations. */
    private static final int MOST_PREFERRED = 1000;

    private final String edgeName;
    private final int tombstoneSeconds;
    private final Counts<OverlayCounter> counts;

    /**
     * @param edgeName stands in the records
     * @param tombstoneSeconds how long a removal is remembered: as long as any registration may live
     */
    ContractMapping(String edgeName, int tombstoneSeconds, Counts<OverlayCounter> counts) {
        this.edgeName = edgeName;
        this.tombstoneSeconds = tombstoneSeconds;
        this.counts = counts;
    }

    static Operation.Builder get(Aor aor, int kind) {
        return Operation.newBuilder()
                .setGet(GetRequest.newBuilder()
                        .setResource(resource(aor))
                        .addKinds(KindQuery.newBuilder().setKind(kind)));
    }

    /** All that says where a user is: what phones registered at edges, and users by themselves. */
    static Operation.Builder lookup(Aor aor) {
        return Operation.newBuilder()
                .setGet(GetRequest.newBuilder()
                        .setResource(resource(aor))
                        .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION))
                        .addKinds(KindQuery.newBuilder().setKind(SIP_REGISTRATION)));
    }

    Operation.Builder put(EdgeCommand.StoreBindings store) {
        WriteOrder order = WriteOrder.newBuilder()
                .setScope(scope(store.callId()))
                .setSequence(store.cseq())
                .build();
        KindWrite.Builder write = KindWrite.newBuilder().setKind(EDGE_REGISTRATION);
        for (Binding binding : store.bindings()) {
            write.addEntries(entry(binding, order, store));
        }
        if (store.removeAll()) {
            write.setClear(true).setClearOrder(order);
        }
        return Operation.newBuilder()
                .setPut(PutRequest.newBuilder()
                        .setResource(resource(store.aor()))
                        .addKinds(write)
                        .setReturnValues(true));
    }

    private StoredEntry entry(Binding binding, WriteOrder order, EdgeCommand.StoreBindings store) {
        StoredEntry.Builder entry = StoredEntry.newBuilder()
                .setDictionaryKey(ByteString.copyFromUtf8(binding.key()))
                .setOrder(order);
        if (binding.expiresSeconds() <= 0) {
            return entry.setExists(false).setLifetimeS(tombstoneSeconds).build();
        }
        boolean authenticated = !store.authenticatedUser().isEmpty();
        EdgeRegistration.Builder registration = EdgeRegistration.newBuilder()
                .setContact(binding.contact())
                .setQ(binding.q())
                .addAllPath(binding.path())
                .setCallId(binding.callId())
                .setCseq((int) binding.cseq())
                .setUserAgent(binding.userAgent())
                .setAuthenticatedUser(store.authenticatedUser())
                .setAuthentication(authenticated ? store.algorithm() : "none")
                .setEdge(edgeName);
        if (!binding.instance().isEmpty()) {
            registration.setInstance(binding.instance()).setRegId(binding.regId());
        }
        return entry.setExists(true)
                .setValue(registration.build().toByteString())
                .setLifetimeS((int) binding.expiresSeconds())
                .build();
    }

    /** The bindings that a Get or a Put brought. */
    OverlayResult bindings(Result result) {
        List<Binding> bindings = new ArrayList<>();
        for (StoredEntry entry : entries(result, EDGE_REGISTRATION)) {
            try {
                EdgeRegistration r = EdgeRegistration.parseFrom(entry.getValue());
                bindings.add(new Binding(
                        entry.getDictionaryKey().toStringUtf8(),
                        r.getContact(),
                        r.getQ(),
                        Integer.toUnsignedLong(entry.getLifetimeS()),
                        r.getPathList(),
                        r.getCallId(),
                        Integer.toUnsignedLong(r.getCseq()),
                        r.getUserAgent(),
                        r.getInstance(),
                        r.getRegId(),
                        entry.getStorageTimeMs()));
            } catch (InvalidProtocolBufferException e) {
                // One value that somebody else wrote wrongly must not hide the others.
                counts.add(OverlayCounter.UNREADABLE_VALUES);
            }
        }
        for (StoredEntry entry : entries(result, SIP_REGISTRATION)) {
            binding(entry).ifPresentOrElse(bindings::add, () -> counts.add(OverlayCounter.UNREADABLE_VALUES));
        }
        return new OverlayResult.Bindings(bindings, generation(result));
    }

    /** One that a user stored, by its route-set; empty for what leads to a node of the overlay only. */
    private static Optional<Binding> binding(StoredEntry entry) {
        Octets value = Octets.wrap(entry.getValue().toByteArray());
        return SipRegistration.decode(value)
                .flatMap(read -> read instanceof SipRegistration.Uri(String uri) ? RouteSet.of(uri) : Optional.empty())
                .map(routes -> new Binding(
                        HexFormat.of().formatHex(entry.getDictionaryKey().toByteArray()),
                        routes.contact(),
                        MOST_PREFERRED,
                        Integer.toUnsignedLong(entry.getLifetimeS()),
                        routes.path(),
                        "",
                        0,
                        "",
                        "",
                        0,
                        entry.getStorageTimeMs()));
    }

    /** The digest hashes that a Get brought. */
    OverlayResult credentials(Result result) {
        for (StoredEntry entry : entries(result, CREDENTIALS)) {
            try {
                Credentials credentials = Credentials.parseFrom(entry.getValue());
                Map<String, String> hashes = new HashMap<>();
                for (DigestHash hash : credentials.getHashesList()) {
                    hashes.put(hash.getAlgorithm(), hash.getHa1());
                }
                return new OverlayResult.Credentials(hashes, credentials.getDisabled());
            } catch (InvalidProtocolBufferException e) {
                counts.add(OverlayCounter.UNREADABLE_VALUES);
                return new OverlayResult.Unavailable("the stored credentials cannot be read: " + e.getMessage());
            }
        }
        return new OverlayResult.NotFound();
    }

    /** What an error means to who asked. */
    static OverlayResult refusal(Error error, boolean write) {
        return switch (error.getCode()) {
            case ERROR_CODE_ORDER_TOO_OLD -> new OverlayResult.OutOfOrder();
            case ERROR_CODE_LIMIT_REACHED, ERROR_CODE_DATA_TOO_LARGE ->
                write
                        ? new OverlayResult.TooMany(error.getMessage())
                        : new OverlayResult.Unavailable(error.getMessage());
            default -> new OverlayResult.Unavailable(error.getCode() + ": " + error.getMessage());
        };
    }

    private static long generation(Result result) {
        for (KindState state : kinds(result)) {
            if (state.getKind() == EDGE_REGISTRATION) {
                return state.getGeneration();
            }
        }
        return 0;
    }

    private static List<KindState> kinds(Result result) {
        return result.hasPut()
                ? result.getPut().getKindsList()
                : result.getGet().getKindsList();
    }

    /** The values of a kind that a Get or a Put brought. */
    static List<StoredEntry> entries(Result result, int kind) {
        List<StoredEntry> entries = new ArrayList<>();
        for (KindState state : kinds(result)) {
            if (state.getKind() == kind) {
                for (StoredEntry entry : state.getEntriesList()) {
                    if (entry.getExists()) {
                        entries.add(entry);
                    }
                }
            }
        }
        return entries;
    }

    private static Resource resource(Aor aor) {
        return Resource.newBuilder().setName(aor.resourceName()).build();
    }

    /** The Call-ID, or its hash where it is longer than a scope may be. */
    private static String scope(String callId) {
        byte[] bytes = callId.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_SCOPE) {
            return callId;
        }
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
