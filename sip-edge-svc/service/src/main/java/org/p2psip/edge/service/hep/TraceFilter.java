package org.p2psip.edge.service.hep;

import java.util.LinkedHashSet;
import java.util.Set;
import org.p2psip.edge.digest.DigestCredentials;
import org.p2psip.edge.location.BoundedCache;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;

/**
 * Which messages are traced: all, or those from and to some users. What belongs to a user shows in From, To, Request-URI
 * or the credentials; once one message of a call did, all messages with its Call-ID belong.
 */
final class TraceFilter {
    /** Users at a time. */
    static final int MAX_USERS = 100;

    /** Calls that are remembered as those of traced users. */
    static final int MAX_CALLS = 10_000;

    private final Set<String> users = new LinkedHashSet<>();
    private final BoundedCache<String, Boolean> calls = new BoundedCache<>(MAX_CALLS);
    private boolean all;

    /** Traces all messages, or no more than those of single users. */
    void setAll(boolean on) {
        all = on;
        if (!on) {
            users.clear();
            calls.clear();
        }
    }

    /** Traces a user, as user@domain; false when there are {@value #MAX_USERS} already. */
    boolean add(String user) {
        return users.contains(user) || users.size() < MAX_USERS && users.add(user);
    }

    void remove(String user) {
        users.remove(user);
        calls.clear(); // whose call it was is not known; those of others come back with their next request
    }

    /** Whether nothing is traced. */
    boolean isEmpty() {
        return !all && users.isEmpty();
    }

    boolean takes(SipMessage message) {
        if (all || calls.containsKey(message.callId())) {
            return true;
        }
        boolean ofUser = isUser(message.from())
                || isUser(message.to())
                || message.isRequest() && isUser(message.requestSipUri())
                || isAuthenticated(message, Header.AUTHORIZATION)
                || isAuthenticated(message, Header.PROXY_AUTHORIZATION);
        if (ofUser) {
            calls.put(message.callId(), true);
        }
        return ofUser;
    }

    private boolean isUser(NameAddr address) {
        return isUser(address.uri());
    }

    private boolean isUser(SipUri uri) {
        return uri != null
                && uri.aor().filter(aor -> users.contains(aor.resourceName())).isPresent();
    }

    private boolean isAuthenticated(SipMessage message, Header header) {
        for (String value : message.values(header)) {
            if (DigestCredentials.parse(value) instanceof DigestCredentials.Valid valid
                    && users.contains(valid.credentials().username() + "@"
                            + valid.credentials().realm())) {
                return true;
            }
        }
        return false;
    }
}
