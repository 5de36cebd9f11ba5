package org.p2psip.routing.service.authority;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Revocation.Reason;
import org.p2psip.routing.authority.TrustedAuthorities.Step;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.authority.files.IssuedCertificates;
import org.p2psip.routing.service.authority.files.IssuedCertificates.Issued;
import org.p2psip.routing.service.authority.files.RevocationListFiles;

/** Takes certificates back, and tells everybody which ones. */
public final class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);

    private final Authorities authorities;
    private final IssuedCertificates issued;
    private final RevocationListFiles lists;
    private final InstantSource clock;

    Revocations(Authorities authorities, IssuedCertificates issued, RevocationListFiles lists, InstantSource clock) {
        this.authorities = authorities;
        this.issued = issued;
        this.lists = lists;
        this.clock = clock;
    }

    /** Revokes all certificates with a Node-ID; returns how many. */
    public Ruling<Integer> ofNode(NodeId node) throws IOException {
        return withdraw(issued.ofNodeId(node.toHex()), "with the Node-ID " + node);
    }

    /** Revokes one certificate. */
    public Ruling<Integer> ofSerial(BigInteger serial) throws IOException {
        return withdraw(issued.ofSerial(serial), "with the serial number " + serial.toString(16));
    }

    /** Revokes all certificates of a user; returns how many. */
    public Ruling<Integer> ofUser(String userName) throws IOException {
        return withdraw(issued.ofUser(userName), "of the user " + userName);
    }

    private Ruling<Integer> withdraw(List<Issued> found, String what) throws IOException {
        return found.isEmpty()
                ? refused(Cause.NOT_FOUND, "no certificate " + what + " is valid here")
                : granted(revoke(found, Reason.WITHDRAWN));
    }

    /** A user is disabled or gone: its certificates are put on hold or withdrawn, where it has any. */
    public Ruling<Integer> end(Aor user, Reason reason) throws IOException {
        return granted(revoke(issued.ofUser(user.resourceName()), reason));
    }

    /** A user is enabled again; returns the certificates that are good again. */
    public Ruling<Integer> release(Aor user) throws IOException {
        int released = 0;
        for (Issued one : issued.ofUser(user.resourceName())) {
            released += issued.release(one.serial()) ? 1 : 0;
        }
        if (released > 0) {
            lists.changed();
        }
        return granted(released);
    }

    private int revoke(List<Issued> found, Reason reason) throws IOException {
        int revoked = 0;
        for (Issued one : found) {
            if (issued.revoke(one.serial(), reason, clock.instant())) {
                revoked++;
                LOG.infof(
                        "Revoked certificate %s of %s (%s)",
                        one.serial().toString(16), one.identity().userName(), reason);
            }
        }
        if (revoked > 0) {
            lists.changed();
        }
        return revoked;
    }

    /** A list for each CA that is trusted. */
    public Ruling<List<X509CRL>> lists() throws IOException {
        List<X509CRL> all = new ArrayList<>();
        for (CertificateAuthority ca : authorities.trusted().all()) {
            all.add(lists.of(ca, issued, clock.instant()));
        }
        return granted(all);
    }

    /** Certificates that have not ended, revoked ones among them. */
    int kept() {
        return issued.size();
    }

    /** Certificates of a CA that are valid. */
    public int valid(CertificateAuthority ca) {
        return issued.valid(ca, clock.instant());
    }

    /** Takes a step of the roll-over; see {@link Authorities}. */
    public Ruling<Authorities> rollOver(Step step, boolean force) throws IOException {
        return authorities.rollOver(step, force, issued);
    }
}
