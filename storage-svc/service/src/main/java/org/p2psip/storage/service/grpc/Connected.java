package org.p2psip.storage.service.grpc;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.Requester;
import org.p2psip.signing.RecordVerifier;
import org.p2psip.storage.Octets;
import org.p2psip.storage.Resource;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.admission.RequestRights;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.admission.SignedWrites;
import org.p2psip.storage.service.message.Requesters;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.WriteResult;
import org.p2psip.tls.call.Caller;

/**
 * Who is connected, and by that what its requests may do. What is signed is admitted by its signature, whoever brings it.
 * Of the rest the peer's word says who wants it; in its own name a peer may read all, as it carries every record of its site
 * anyway, and brings replicas, which the store of another site has admitted; else it writes only what its own certificate
 * allows. A connection without TLS, which comes from this machine, may do everything.
 *
 * @param free without TLS
 * @param peer who is connected; empty without a certificate, and may nothing then
 * @param signed admits what is signed
 */
record Connected(boolean free, Optional<Writer> peer, RequestRights rights, SignedWrites signed) {
    /** Who makes the call that is being served. */
    static Connected current(RequestRights rights, SignedWrites.Rules rules) {
        SignedWrites signed = new SignedWrites(rules);
        return switch (Caller.current()) {
            case Caller.Unsecured free -> new Connected(true, Optional.empty(), rights, signed);
            case Caller.Member member ->
                new Connected(false, Optional.of(Requesters.peer(member.identity())), rights, signed);
            case Caller.Stranger nobody -> new Connected(false, Optional.empty(), rights, signed);
        };
    }

    /**
     * Why a write is refused; empty when it may be decided.
     *
     * @param notGood by hash what is wrong with certificates that came with it
     */
    Optional<WriteResult.Refused> refusal(
            boolean hasRequester,
            Requester requester,
            Resource resource,
            KindWrite write,
            Map<Octets, String> notGood) {
        return free
                ? Optional.empty()
                : signed.refusal(
                        resource, write, notGood, unsigned -> byRights(hasRequester, requester, resource, unsigned));
    }

    /** What of a replica may be stored. */
    SignedWrites.Admitted replica(
            boolean hasRequester,
            Requester requester,
            Resource resource,
            KindWrite write,
            Map<Octets, String> notGood) {
        return free
                ? new SignedWrites.Admitted(Optional.of(write), Optional.empty())
                : signed.replica(
                        resource, write, notGood, unsigned -> byRights(hasRequester, requester, resource, unsigned));
    }

    private Optional<WriteResult.Refused> byRights(
            boolean hasRequester, Requester requester, Resource resource, KindWrite write) {
        if (isPeer() && !hasRequester && write.replica()) {
            return Optional.empty();
        }
        Optional<Writer> writer = hasRequester && peer.isPresent() ? Requesters.named(requester) : peer;
        if (writer.isEmpty()) {
            return Optional.of(nobody(requester));
        }
        return rights.mayWrite(
                writer.get(),
                resource,
                write,
                value -> write.kind() == KindCatalog.EDGE_REGISTRATION
                        ? RecordVerifier.authenticated(value.value())
                        : Optional.empty());
    }

    private boolean isPeer() {
        return peer.isPresent() && peer.get().is(Role.PEER);
    }

    private static WriteResult.Refused nobody(Requester requester) {
        return new WriteResult.Refused(
                RefusalCode.INVALID_MESSAGE,
                "The requester has " + requester.getNodeId().size() + " bytes of Node-ID and the roles "
                        + requester.getRolesList() + "; it has 16, and one or more of 1 to 6");
    }

    /** Why a kind may not be read; empty when it may. */
    Optional<String> unreadable(boolean hasRequester, Requester requester, int kind) {
        return free || (peer.isPresent() && !hasRequester)
                ? Optional.empty()
                : rights.mayRead(
                        kind, Requesters.named(requester).map(Writer::roles).orElse(Set.of()));
    }
}
