package org.p2psip.edge.service.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.p2psip.edge.certificate.CertificateNames;

/** Reads the names out of an X.509 certificate (RFC 5280 section 4.2.1.6). */
final class PeerCertificate {
    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;
    private static final int TYPE = 0;
    private static final int VALUE = 1;

    private PeerCertificate() {}

    /** The names; none of a certificate whose names cannot be read. */
    static CertificateNames namesOf(X509Certificate certificate) {
        List<String> uris = new ArrayList<>();
        List<String> dns = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        boolean others = false;
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                switch ((Integer) name.get(TYPE)) {
                    case DNS_NAME -> dns.add((String) name.get(VALUE));
                    case URI -> uris.add((String) name.get(VALUE));
                    case IP_ADDRESS -> addresses.add(compressed((String) name.get(VALUE)));
                    default -> others = true;
                }
            }
            return new CertificateNames(uris, dns, addresses, others, commonName(certificate));
        } catch (CertificateParsingException | InvalidNameException e) {
            return new CertificateNames(List.of(), List.of(), List.of(), true, ""); // it names nobody
        }
    }

    /** As hosts are written in URIs: the certificate's own text spells all zeros of IPv6. */
    private static String compressed(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null ? address : NetUtil.bytesToIpAddress(bytes);
    }

    private static String commonName(X509Certificate certificate) throws InvalidNameException {
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN")) {
                return part.getValue().toString();
            }
        }
        return "";
    }
}
