package org.p2psip.storage.service.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.Credentials;
import org.p2psip.storage.Resource;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.records.RecordKey;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;

/**
 * Users that an operator has disabled, by their credentials, which lie at the same resource as what they register. Their
 * certificates are on hold then, too, but a store hears of that only when it asks for revocation lists again.
 */
public final class DisabledUsers {
    private static final Logger LOG = Logger.getLogger(DisabledUsers.class);

    private final RecordStore records;

    public DisabledUsers(RecordStore records) {
        this.records = records;
    }

    /** Whether a write registers a user that registers by itself. */
    public static boolean isConcernedBy(KindWrite write) {
        if (write.kind() != KindCatalog.SIP_REGISTRATION || write.replica()) {
            return false;
        }
        for (ValueWrite value : write.values()) {
            if (value.exists()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the user whose resource it is is disabled; a user without credentials is not. */
    public CompletionStage<Boolean> isDisabled(Resource user, long nowMs) {
        return records.read(new RecordKey(user.id(), KindCatalog.CREDENTIALS))
                .thenApply(stored -> stored.isPresent() && isDisabled(stored.get(), nowMs));
    }

    private static boolean isDisabled(StoredKind credentials, long nowMs) {
        for (StoredValue value : credentials.live(nowMs)) {
            try {
                if (Credentials.parseFrom(value.value().unsafeArray()).getDisabled()) {
                    return true;
                }
            } catch (InvalidProtocolBufferException e) {
                LOG.warnf("A record of kind CREDENTIALS holds no credentials: %s", e.getMessage());
            }
        }
        return false;
    }
}
