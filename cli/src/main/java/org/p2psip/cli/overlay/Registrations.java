package org.p2psip.cli.overlay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.edge.Aor;
import org.p2psip.edge.message.SipUri;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.signing.RecordSigner;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.admission.Admission;
import org.p2psip.storage.admission.Credential;
import org.p2psip.storage.admission.Denial;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.sip.RouteSet;
import org.p2psip.storage.sip.SipRegistration;

/** Reads and writes the contacts of addresses of record: what phones registered, and users with a key of their own. */
public final class Registrations {
    private static final int SIP_REGISTRATION = 0x1;
    /** In thousandths; what users store themselves has no preference. */
    private static final int MOST_PREFERRED = 1000;

    private static final int EDGE_REGISTRATION = 0xF0000001;

    /** The store remembers a removal for as long as it needs to. */
    private static final int REMOVAL_LIFETIME_S = 1;

    /**
     * Something that a watch was told.
     *
     * @param isChange whether it is a change, and not only that what was before is to be read
     * @param what happened, for people
     * @param atMs when, milliseconds since 1970
     */
    public record Happening(boolean isChange, String what, long atMs) {}

    private final NodeConnection node;

    public Registrations(NodeConnection node) {
        this.node = node;
    }

    /** The contacts that are registered, the preferred ones first. */
    public List<Contact> get(Aor aor) {
        return get(aor, false);
    }

    /** The same, each with what its signature is worth; whoever keeps and brings it is not believed. */
    public List<Contact> getVerified(Aor aor) {
        if (!node.security().isOn()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "signatures cannot be verified: the node runs without TLS (p2psip.tls.enabled: false), so there is no"
                            + " CA to believe");
        }
        return get(aor, true);
    }

    private List<Contact> get(Aor aor, boolean isVerified) {
        GetRequest request = GetRequest.newBuilder()
                .setResource(resource(aor))
                .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION).setWithSignatures(isVerified))
                .addKinds(KindQuery.newBuilder().setKind(SIP_REGISTRATION).setWithSignatures(isVerified))
                .build();
        List<KindState> kinds = node.call(() -> node.overlay().get(request)).getKindsList();
        List<Contact> contacts = new ArrayList<>();
        for (KindState kind : kinds) {
            List<Optional<Contact.Signature>> signatures =
                    isVerified ? verified(aor, kind) : Collections.nCopies(kind.getEntriesCount(), Optional.empty());
            for (int i = 0; i < kind.getEntriesCount(); i++) {
                if (kind.getEntries(i).getExists()) {
                    StoredEntry entry = kind.getEntries(i);
                    contacts.add(
                            kind.getKind() == SIP_REGISTRATION
                                    ? ofUser(aor, entry, signatures.get(i))
                                    : contact(aor, entry, signatures.get(i)));
                }
            }
        }
        contacts.sort(Comparator.comparingInt(Contact::q).reversed().thenComparing(Contact::key));
        return contacts;
    }

    private List<Optional<Contact.Signature>> verified(Aor aor, KindState kind) {
        RecordVerifier verifier =
                new RecordVerifier(node.security(), KindCatalog.STANDARD, Domains.ANY, InstantSource.system());
        String name = aor.resourceName();
        return verifier.verify(new org.p2psip.storage.Resource(ResourceId.of(name), name), kind).stream()
                .map(verdict -> Optional.of(
                        switch (verdict) {
                            case Admission.Admitted(Credential by) -> new Contact.Signature.By(describe(by));
                            case Admission.Denied(Denial why, String message) ->
                                (Contact.Signature) new Contact.Signature.Wrong(message);
                        }))
                .toList();
    }

    private static String describe(Credential by) {
        String roles = by.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", "));
        return by.userName() + " (" + roles + (by.site().isEmpty() ? "" : " of " + by.site()) + ")";
    }

    /**
     * Watches what is registered.
     *
     * @param each takes what happens, and returns whether to go on
     */
    public void watch(Aor aor, Predicate<Happening> each) {
        WatchRequest request = WatchRequest.newBuilder()
                .setResource(resource(aor))
                .addKinds(SIP_REGISTRATION)
                .addKinds(EDGE_REGISTRATION)
                .build();
        Iterator<WatchEvent> events = node.call(() -> node.overlayWithoutEnd().watch(request));
        boolean goesOn = true;
        while (goesOn && node.call(events::hasNext)) {
            goesOn = each.test(happening(events.next()));
        }
    }

    private static Happening happening(WatchEvent event) {
        if (!event.hasChange()) {
            return new Happening(false, "", System.currentTimeMillis());
        }
        RegistrationEvent change = event.getChange();
        String what = change.getChange() == RegistrationEvent.Change.CHANGE_EXPIRED ? "expired" : "written";
        return new Happening(true, what, change.getAtMs());
    }

    /** What a user stored with a key of its own; of one that leads to a node of the overlay that node. */
    private static Contact ofUser(Aor aor, StoredEntry entry, Optional<Contact.Signature> signature) {
        String node = HexFormat.of().formatHex(entry.getDictionaryKey().toByteArray());
        Optional<RouteSet> routes = SipRegistration.decode(
                        Octets.wrap(entry.getValue().toByteArray()))
                .flatMap(read -> read instanceof SipRegistration.Uri(String uri)
                        ? RouteSet.of(uri)
                        : Optional.of(new RouteSet("node " + node, List.of())));
        if (routes.isEmpty()) {
            throw new CommandFailure(ExitCode.FAILED, "what " + aor + " stored for node " + node + " cannot be read");
        }
        return new Contact(
                node,
                routes.get().contact(),
                MOST_PREFERRED,
                Integer.toUnsignedLong(entry.getLifetimeS()),
                routes.get().path(),
                aor.resourceName(),
                Contact.OWN_KEY,
                "",
                signature);
    }

    private static Contact contact(Aor aor, StoredEntry entry, Optional<Contact.Signature> signature) {
        try {
            EdgeRegistration registration = EdgeRegistration.parseFrom(entry.getValue());
            return new Contact(
                    entry.getDictionaryKey().toStringUtf8(),
                    registration.getContact(),
                    registration.getQ(),
                    Integer.toUnsignedLong(entry.getLifetimeS()),
                    registration.getPathList(),
                    registration.getAuthenticatedUser(),
                    registration.getAuthentication(),
                    registration.getEdge(),
                    signature);
        } catch (InvalidProtocolBufferException broken) {
            throw new CommandFailure(
                    ExitCode.FAILED, "a stored contact of " + aor + " cannot be read: " + broken.getMessage());
        }
    }

    /** Registers a contact on the operator's behalf, in place of one that compares equal. */
    public void put(Aor aor, SipUri contact, int q, int expiresSeconds) {
        EdgeRegistration registration = EdgeRegistration.newBuilder()
                .setContact(contact.withoutHeaders())
                .setQ(q)
                .setAuthentication("operator")
                .build();
        write(
                aor,
                KindWrite.newBuilder()
                        .setKind(EDGE_REGISTRATION)
                        .addEntries(StoredEntry.newBuilder()
                                .setDictionaryKey(ByteString.copyFromUtf8(contact.canonicalKey()))
                                .setExists(true)
                                .setValue(registration.toByteString())
                                .setLifetimeS(expiresSeconds)));
    }

    /** Removes one contact. */
    public void remove(Aor aor, Contact contact) {
        boolean ofUser = contact.authentication().equals(Contact.OWN_KEY);
        write(
                aor,
                KindWrite.newBuilder()
                        .setKind(ofUser ? SIP_REGISTRATION : EDGE_REGISTRATION)
                        .addEntries(StoredEntry.newBuilder()
                                .setDictionaryKey(
                                        ofUser
                                                ? ByteString.fromHex(contact.key())
                                                : ByteString.copyFromUtf8(contact.key()))
                                .setExists(false)
                                .setLifetimeS(REMOVAL_LIFETIME_S)));
    }

    /** Signs what is written, where the operator has a certificate, with a time that is later than what is stored. */
    private void write(Aor aor, KindWrite.Builder write) {
        Optional<RecordSigner> signer =
                node.security().own().map(operator -> new RecordSigner(operator, KindCatalog.STANDARD));
        if (signer.isEmpty()) {
            node.call(() -> node.overlay().put(put(aor, write)));
            return;
        }
        long now = System.currentTimeMillis();
        sign(signer.get(), aor, write, now);
        node.call(() -> {
            try {
                return node.overlay().put(put(aor, write));
            } catch (StatusRuntimeException refused) {
                Error error = NodeConnection.errorOf(refused)
                        .filter(said -> said.getCode() == ErrorCode.ERROR_CODE_DATA_TOO_OLD)
                        .orElseThrow(() -> refused);
                sign(signer.get(), aor, write, Math.max(now, error.getStoredStorageTimeMs() + 1));
                return node.overlay().put(put(aor, write));
            }
        });
    }

    private static void sign(RecordSigner signer, Aor aor, KindWrite.Builder write, long timeMs) {
        write.getEntriesBuilderList().forEach(entry -> entry.setStorageTimeMs(timeMs));
        signer.sign(List.of(new RecordSigner.Unsigned(ResourceId.of(aor.resourceName()), write)), true, timeMs);
    }

    private static PutRequest put(Aor aor, KindWrite.Builder write) {
        return PutRequest.newBuilder()
                .setResource(resource(aor))
                .addKinds(write)
                .build();
    }

    static Resource resource(Aor aor) {
        return Resource.newBuilder().setName(aor.resourceName()).build();
    }
}
