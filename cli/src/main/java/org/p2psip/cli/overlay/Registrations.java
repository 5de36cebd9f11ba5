package org.p2psip.cli.overlay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.edge.Aor;
import org.p2psip.edge.message.SipUri;
import org.p2psip.proto.v1.EdgeRegistration;
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

/** Reads and writes the contacts of addresses of record (kind EDGE-REGISTRATION). */
public final class Registrations {
    private static final int SIP_REGISTRATION = 0x1;

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
        GetRequest request = GetRequest.newBuilder()
                .setResource(resource(aor))
                .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION))
                .build();
        List<KindState> kinds = node.call(() -> node.overlay().get(request)).getKindsList();
        List<Contact> contacts = new ArrayList<>();
        for (KindState kind : kinds) {
            for (StoredEntry entry : kind.getEntriesList()) {
                if (entry.getExists()) {
                    contacts.add(contact(aor, entry));
                }
            }
        }
        contacts.sort(Comparator.comparingInt(Contact::q).reversed().thenComparing(Contact::key));
        return contacts;
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

    private static Contact contact(Aor aor, StoredEntry entry) {
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
                    registration.getEdge());
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
                        .addEntries(StoredEntry.newBuilder()
                                .setDictionaryKey(ByteString.copyFromUtf8(contact.canonicalKey()))
                                .setExists(true)
                                .setValue(registration.toByteString())
                                .setLifetimeS(expiresSeconds)));
    }

    /** Removes one contact. */
    public void remove(Aor aor, Contact contact) {
        write(
                aor,
                KindWrite.newBuilder()
                        .addEntries(StoredEntry.newBuilder()
                                .setDictionaryKey(ByteString.copyFromUtf8(contact.key()))
                                .setExists(false)
                                .setLifetimeS(REMOVAL_LIFETIME_S)));
    }

    /** Removes every contact. */
    public void removeAll(Aor aor) {
        write(aor, KindWrite.newBuilder().setClear(true));
    }

    private void write(Aor aor, KindWrite.Builder write) {
        PutRequest request = PutRequest.newBuilder()
                .setResource(resource(aor))
                .addKinds(write.setKind(EDGE_REGISTRATION))
                .build();
        node.call(() -> node.overlay().put(request));
    }

    static Resource resource(Aor aor) {
        return Resource.newBuilder().setName(aor.resourceName()).build();
    }
}
