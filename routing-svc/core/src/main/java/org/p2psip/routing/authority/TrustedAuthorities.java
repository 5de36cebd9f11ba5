package org.p2psip.routing.authority;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The CAs that the overlay trusts, at most two at a time, and the roll-over from one to the next:
 *
 * <pre>
 *   signing                      one CA
 *      | prepare                 the next one is made, and spread with the configuration
 *   signing + next               both are trusted, the old one signs
 *      | activate                when every node has the new one
 *   previous + signing           both are trusted, the new one signs; renewals move the nodes over
 *      | retire                  when no certificate of the old one is valid any more
 *   signing
 * </pre>
 *
 * @param signing issues certificates
 * @param next will sign; trusted already
 * @param previous has signed; still trusted, and its revocation list still made
 */
public record TrustedAuthorities(
        CertificateAuthority signing, Optional<CertificateAuthority> next, Optional<CertificateAuthority> previous) {
    /** The steps of a roll-over. */
    public enum Step {
        PREPARE,
        ACTIVATE,
        RETIRE
    }

    public TrustedAuthorities {
        if (next.isPresent() && previous.isPresent()) {
            throw new IllegalArgumentException("three CAs at a time");
        }
    }

    /** One CA alone. */
    public static TrustedAuthorities only(CertificateAuthority signing) {
        return new TrustedAuthorities(signing, Optional.empty(), Optional.empty());
    }

    /** The step that comes next. */
    public Step nextStep() {
        return next.isPresent() ? Step.ACTIVATE : previous.isPresent() ? Step.RETIRE : Step.PREPARE;
    }

    /** With the CA that will sign; to be called where {@link #nextStep} says so. */
    public TrustedAuthorities prepare(CertificateAuthority made) {
        require(Step.PREPARE);
        return new TrustedAuthorities(signing, Optional.of(made), Optional.empty());
    }

    /** The next one signs from now on; to be called where {@link #nextStep} says so. */
    public TrustedAuthorities activate() {
        require(Step.ACTIVATE);
        return new TrustedAuthorities(next.orElseThrow(), Optional.empty(), Optional.of(signing));
    }

    /** The one before is no longer trusted; to be called where {@link #nextStep} says so. */
    public TrustedAuthorities retire() {
        require(Step.RETIRE);
        return only(signing);
    }

    /** All that are trusted, the one that signs first. */
    public List<CertificateAuthority> all() {
        List<CertificateAuthority> all = new ArrayList<>(List.of(signing));
        next.ifPresent(all::add);
        previous.ifPresent(all::add);
        return all;
    }

    /** The trusted CA that issued a certificate. */
    public Optional<CertificateAuthority> issuerOf(X509Certificate certificate) {
        return all().stream().filter(ca -> ca.hasIssued(certificate)).findFirst();
    }

    private void require(Step step) {
        if (nextStep() != step) {
            throw new IllegalStateException("the next step is " + nextStep() + ", not " + step);
        }
    }
}
