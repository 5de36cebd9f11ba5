package org.p2psip.edge.locate;

/**
 * A question to DNS.
 *
 * @param name domain name, in lower case where a URI named it
 * @param type what is asked for
 */
public record DnsQuestion(String name, Type type) {

    /** What is asked for. */
    public enum Type {
        /** The services of a domain (RFC 3403). */
        NAPTR,
        /** The servers of a service (RFC 2782). */
        SRV,
        /** The addresses of a host, A and AAAA, the hosts file counting too. */
        ADDRESS
    }
}
