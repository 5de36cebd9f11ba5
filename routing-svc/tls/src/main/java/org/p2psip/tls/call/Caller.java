package org.p2psip.tls.call;

import io.grpc.Context;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;

/** Who makes a call, as the connection proves it. */
public sealed interface Caller {
    /** The connection is not secured, which is allowed on loopback only: everything may be done there. */
    Caller UNSECURED = new Unsecured();

    /** A connection without a certificate. */
    Caller STRANGER = new Stranger();

    /** Anybody who reaches a service that is not secured. */
    record Unsecured() implements Caller {}

    /** Who shows no certificate. */
    record Stranger() implements Caller {}

    /**
     * A member of the overlay.
     *
     * @param certificate was good when the call began
     * @param identity what it says
     */
    record Member(X509Certificate certificate, Identity identity) implements Caller {}

    /** The roles of a member; none for others. */
    default Set<Role> roles() {
        return this instanceof Member(X509Certificate ignored, Identity identity) ? identity.roles() : Set.of();
    }

    /** Who makes the call that is being served; {@link #STRANGER} where {@link CallAdmission} did not see it. */
    static Caller current() {
        return Current.KEY.get();
    }

    /** Where {@link CallAdmission} leaves it. */
    final class Current {
        static final Context.Key<Caller> KEY = Context.keyWithDefault("p2psip-caller", STRANGER);

        private Current() {}
    }
}
