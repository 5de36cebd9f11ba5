package org.p2psip.edge.certificate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.message.SipUri;

/**
 * The names in a certificate, as they stand there.
 *
 * @param uris subject alternative names of type uniformResourceIdentifier
 * @param dns those of type dNSName
 * @param addresses those of type iPAddress, as text without brackets
 * @param hasOthers whether there are subject alternative names of other types
 * @param commonName the subject's common name; empty without
 */
public record CertificateNames(
        List<String> uris, List<String> dns, List<String> addresses, boolean hasOthers, String commonName) {
    public CertificateNames {
        uris = List.copyOf(uris);
        dns = List.copyOf(dns);
        addresses = List.copyOf(addresses);
    }

    /**
     * The SIP domain identities, in lower case, addresses without brackets (RFC 5922 7.1): those of SIP URIs without a
     * user; without any, the DNS names; the common name only when there is no subject alternative name at all. A wildcard
     * is no identity (7.2). An iPAddress, of which the RFC says nothing, names an address literal.
     */
    public Set<String> identities() {
        Set<String> found = new LinkedHashSet<>();
        for (String uri : uris) {
            domainOf(uri).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            dns.forEach(name -> add(found, name));
        }
        addresses.forEach(address -> found.add(address.toLowerCase(Locale.ROOT)));
        if (uris.isEmpty() && dns.isEmpty() && addresses.isEmpty() && !hasOthers) {
            add(found, commonName);
        }
        return Set.copyOf(found);
    }

    /**
     * Whether a set of {@link #identities} has the one that is wanted.
     *
     * @param wanted domain or address literal, with brackets or without
     */
    public static boolean isAmong(Set<String> identities, String wanted) {
        return identities.contains(identity(wanted));
    }

    private static Optional<String> domainOf(String uri) {
        // Not sips: RFC 5922 7.1 step 1 takes "sip" alone; and a URI with a user names that user
        return SipUri.parse(uri)
                .filter(sip -> sip.scheme().equals("sip") && uri.indexOf('@') < 0)
                .map(sip -> identity(sip.host()));
    }

    private static void add(Set<String> found, String name) {
        String identity = identity(name);
        if (!identity.isEmpty() && identity.indexOf('*') < 0 && identity.charAt(0) != '.') {
            found.add(identity);
        }
    }

    /** A domain or address as identities are written: lower case, without brackets and the dot of the root. */
    public static String identity(String host) {
        String text = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
