package org.p2psip.storage.admission;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.p2psip.identity.Role;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Resource;
import org.p2psip.storage.access.Authentication;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;
import org.p2psip.storage.access.Writer;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.kind.KindDefinition;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.ValueWrite;
import org.p2psip.storage.write.WriteResult.Refused;

/**
 * What a requester may do, who was proven by connections instead of by signatures: the policies of the kinds (RFC 6940
 * section 7.3) for each value, and who may read. Free of state, any thread.
 */
public final class RequestRights {
    private final KindCatalog kinds;
    private final Domains domains;

    public RequestRights(KindCatalog kinds, Domains domains) {
        this.kinds = kinds;
        this.domains = domains;
    }

    /**
     * Checks a write. Clearing a kind takes the right to remove what is there.
     *
     * @param authentication what an EDGE-REGISTRATION says of whom the edge authenticated; empty for other kinds
     * @return a refusal with {@link RefusalCode#FORBIDDEN}; empty when the write may be decided
     */
    public Optional<Refused> mayWrite(
            Writer writer,
            Resource resource,
            KindWrite write,
            Function<ValueWrite, Optional<Authentication>> authentication) {
        Optional<KindDefinition> kind = kinds.find(write.kind());
        if (kind.isEmpty()) {
            return Optional.empty(); // refused as unknown, with a better word
        }
        if (write.clear().isPresent()) {
            Optional<Refused> refused =
                    decide(kind.get(), new WriteAttempt(writer, resource, EntryKey.SINGLE, false, Optional.empty()));
            if (refused.isPresent()) {
                return refused;
            }
        }
        for (ValueWrite value : write.values()) {
            Optional<Authentication> said = value.exists() ? authentication.apply(value) : Optional.empty();
            Optional<Refused> refused =
                    decide(kind.get(), new WriteAttempt(writer, resource, value.key(), value.exists(), said));
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> decide(KindDefinition kind, WriteAttempt attempt) {
        return kind.access().mayWrite(attempt, domains) instanceof Decision.Denied(String reason)
                ? Optional.of(new Refused(RefusalCode.FORBIDDEN, kind.name() + ": " + reason))
                : Optional.empty();
    }

    /**
     * Why a kind may not be read; empty when it may.
     *
     * @param roles of the reader
     */
    public Optional<String> mayRead(int kind, Set<Role> roles) {
        return kinds.find(kind)
                .map(known -> known.access().mayRead(roles) instanceof Decision.Denied(String reason)
                        ? known.name() + ": " + reason
                        : null);
    }
}
