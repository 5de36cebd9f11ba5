package org.p2psip.storage.access.policy;

import java.nio.charset.StandardCharsets;
import org.p2psip.identity.Role;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.access.AccessPolicy;
import org.p2psip.storage.access.Decision;
import org.p2psip.storage.access.Domains;
import org.p2psip.storage.access.WriteAttempt;
import org.p2psip.storage.access.Writer;

/** The signer is an edge, and the dictionary key is the name of its site. The project's own. */
public record SiteMatch() implements AccessPolicy {
    @Override
    public String name() {
        return "SITE-MATCH";
    }

    @Override
    public boolean needsDictionary() {
        return true;
    }

    @Override
    public Decision check(WriteAttempt attempt, Domains domains) {
        Writer writer = attempt.writer();
        boolean ownKey = attempt.key() instanceof EntryKey.DictionaryKey(var key)
                && !writer.site().isEmpty()
                && new String(key.unsafeArray(), StandardCharsets.UTF_8).equals(writer.site());
        return ownKey && writer.is(Role.EDGE)
                ? Decision.GRANTED
                : Decision.denied("The signer is " + writer.roles() + " of site \"" + writer.site()
                        + "\"; an edge writes here under its site's name, not under " + attempt.key());
    }
}
