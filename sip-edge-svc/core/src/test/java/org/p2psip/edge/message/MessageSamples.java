package org.p2psip.edge.message;

/** Messages of ordinary shape, for tests. */
final class MessageSamples {
    static final String INVITE =
            """
            INVITE sip:bob@example.org SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport, SIP/2.0/TCP phone.example.com;branch=z9hG4bKtwo
            Max-Forwards: 70
            Route: <sip:edge.example.org;lr>, <sip:next.example.org;lr>
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>
            Call-ID: c1@192.0.2.1
            CSeq: 1 INVITE
            Contact: <sip:alice@192.0.2.1:5070>
            Content-Type: text/plain
            Content-Length: 4

            body"""
                    .replace("\n", "\r\n");

    static final String OK =
            """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone
            From: <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>;tag=b1
            Call-ID: c1@192.0.2.1
            CSeq: 1 INVITE
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    private MessageSamples() {}

    /** The INVITE with one line changed. */
    static String invite(String line, String changed) {
        if (!INVITE.contains(line)) {
            throw new IllegalArgumentException(line);
        }
        return INVITE.replace(line, changed);
    }
}
