package org.p2psip.tls;

/** What is counted of the security of connections. */
public enum TlsCount {
    /** Connections whose other side showed a certificate that is not good. */
    CERTIFICATES_REFUSED,
    /** Connections that came in, not gRPC's, and did not become TLS for whatever reason. */
    HANDSHAKES_FAILED,
    /** Connections that were ended as the certificate of the other side expired or was revoked; not gRPC's. */
    CONNECTIONS_ENDED,
    /** Calls that the caller's role does not allow. */
    CALLS_REFUSED,
    /** Calls that were ended as their caller's certificate expired or was revoked. */
    CALLS_ENDED,
    /** Certificates that this member got: the first one and renewals. */
    CERTIFICATES_RECEIVED,
    /** Failed attempts to get one. */
    ENROLLMENTS_FAILED,
    /** Failed questions for the CAs and revocation lists. */
    REFRESHES_FAILED,
    /** Bugs in keeping the certificate; the log has them. */
    BUGS
}
