package org.p2psip.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.identity.Identity;

/**
 * Who is trusted at one moment: the CAs of an overlay, at most two of them while one follows the other, and their
 * revocation lists. Certificates of members stand directly below a CA.
 *
 * @param overlay whose members are meant; empty where it is not known yet, for any
 * @param authorities none for trusting nobody; the one that signs first
 * @param lists each signed by one of the authorities
 */
public record Trust(String overlay, List<X509Certificate> authorities, List<X509CRL> lists) {
    /** Nobody is trusted. */
    public static final Trust NOBODY = new Trust("", List.of(), List.of());

    public Trust {
        authorities = List.copyOf(authorities);
        lists = List.copyOf(lists);
    }

    /** Checks a certificate. */
    public Standing check(X509Certificate certificate, Instant now) {
        Optional<X509Certificate> issuer = authorities.stream()
                .filter(authority -> isIssuer(authority, certificate))
                .findFirst();
        if (issuer.isEmpty()) {
            return new Standing.Refused("no CA of the overlay issued it");
        }
        if (now.isAfter(issuer.get().getNotAfter().toInstant())) {
            return new Standing.Refused(
                    "its CA ended at " + issuer.get().getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return new Standing.Refused(
                    "it is not valid before " + certificate.getNotBefore().toInstant());
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return new Standing.Refused(
                    "it expired at " + certificate.getNotAfter().toInstant());
        }
        if (certificate.getBasicConstraints() >= 0) {
            return new Standing.Refused("it is the certificate of a CA, not of a member");
        }
        if (isRevoked(certificate)) {
            return new Standing.Refused("it is revoked");
        }
        return switch (Identity.of(certificate)) {
            case Identity.Reading.Known(Identity identity)
            when overlay.isEmpty() || overlay.equals(identity.overlay()) -> new Standing.Good(identity);
            case Identity.Reading.Known(Identity identity) ->
                new Standing.Refused("it is of the overlay " + identity.overlay() + ", not of " + overlay);
            case Identity.Reading.Unknown(String message) -> new Standing.Refused(message);
        };
    }

    private boolean isRevoked(X509Certificate certificate) {
        for (X509CRL list : lists) {
            if (list.isRevoked(certificate)
                    && list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a CA issued a certificate. */
    public static boolean isIssuer(X509Certificate authority, X509Certificate issued) {
        if (!issued.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            issued.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherKey) {
            return false;
        }
    }

    /**
     * The same with newer revocation lists. One that no trusted CA signed, or that is older than what is known, changes
     * nothing.
     */
    public Trust with(List<X509CRL> received) {
        List<X509CRL> newer = new ArrayList<>();
        for (X509Certificate authority : authorities) {
            Optional<X509CRL> known =
                    lists.stream().filter(list -> isOf(list, authority)).findFirst();
            received.stream()
                    .filter(list -> isOf(list, authority))
                    .filter(list -> known.isEmpty()
                            || !list.getThisUpdate().before(known.get().getThisUpdate()))
                    .findFirst()
                    .or(() -> known)
                    .ifPresent(newer::add);
        }
        return new Trust(overlay, authorities, newer);
    }

    private static boolean isOf(X509CRL list, X509Certificate authority) {
        if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherKey) {
            return false;
        }
    }

    /** A certificate in the words of a log: who it claims to be, and its serial number. */
    public static String describe(X509Certificate certificate) {
        String who = Identity.of(certificate) instanceof Identity.Reading.Known(Identity identity)
                ? identity.userName() + " " + identity.roles()
                : "\"" + certificate.getSubjectX500Principal() + "\"";
        return "certificate " + certificate.getSerialNumber().toString(16) + " of " + who;
    }
}
