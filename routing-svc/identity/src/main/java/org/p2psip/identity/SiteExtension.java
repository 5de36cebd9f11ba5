package org.p2psip.identity;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The private extension of a certificate that names the site of a service: a UTF8String of 1 to 64 letters, digits, '.',
 * '_', '-'. Not critical.
 */
public final class SiteExtension {
    /** Its object identifier. */
    public static final String OID = Role.ARC + ".2";

    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    /** Tag and length; a length of up to 127 is one byte. */
    private static final int HEADER = 2;

    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private SiteExtension() {}

    /** Whether a name may be that of a site. */
    public static boolean isSite(String name) {
        return SITE.matcher(name).matches();
    }

    /** The site that a certificate names; empty when it names none, or one of the wrong form. */
    public static Optional<String> read(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(OID);
        if (value == null || !isHeader(value, 0, OCTET_STRING) || !isHeader(value, HEADER, UTF8_STRING)) {
            return Optional.empty();
        }
        String site = new String(value, 2 * HEADER, value.length - 2 * HEADER, StandardCharsets.UTF_8);
        return isSite(site) ? Optional.of(site) : Optional.empty();
    }

    /** False when a certificate has the extension but no site in it. */
    static boolean isSound(X509Certificate certificate) {
        return certificate.getExtensionValue(OID) == null || read(certificate).isPresent();
    }

    private static boolean isHeader(byte[] value, int at, int tag) {
        return value.length >= at + HEADER && value[at] == tag && value[at + 1] == value.length - at - HEADER;
    }
}
