package org.p2psip.storage.access.policy;

import org.p2psip.storage.EntryKey;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;

/** As {@link UserMatch}, and the dictionary key is the Node-ID that signs (RFC 6940 section 7.3.3). */
public record UserNodeMatch() implements AccessPolicy {
    private static final UserMatch USER = new UserMatch();

    @Override
    public String name() {
        return "USER-NODE-MATCH";
    }

    @Override
    public boolean needsDictionary() {
        return true;
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        boolean ownKey = attempt.key() instanceof EntryKey.DictionaryKey(var key)
                && key.equals(attempt.writer().nodeId().octets());
        return ownKey
                ? USER.check(attempt, domains)
                : Decision.denied("The signer is node " + attempt.writer().nodeId()
                        + " and writes under its own Node-ID only, not under " + attempt.key());
    }
}
