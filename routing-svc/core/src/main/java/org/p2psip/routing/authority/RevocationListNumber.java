package org.p2psip.routing.authority;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** The number of a revocation list (RFC 5280 section 5.2.3), which grows from one list of a CA to the next. */
public final class RevocationListNumber {
    private RevocationListNumber() {}

    /** Empty for a list without a number. */
    public static Optional<BigInteger> of(X509CRL list) {
        byte[] value = list.getExtensionValue(Extension.cRLNumber.getId());
        return Optional.ofNullable(value)
                .map(octets -> ASN1OctetString.getInstance(octets).getOctets())
                .map(number -> ASN1Integer.getInstance(number).getValue());
    }
}
