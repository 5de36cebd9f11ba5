package org.p2psip.bench.core;

import java.nio.charset.StandardCharsets;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

/** Messages as phones send them. */
final class Messages {
    private static final String SDP =
            """
            v=0
            o=alice 2890844526 2890844526 IN IP4 192.0.2.17
            s=-
            c=IN IP4 192.0.2.17
            t=0 0
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=sendrecv
            """;

    private Messages() {}

    static byte[] invite() {
        return wire("""
                INVITE sip:bob@example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.17:5062;branch=z9hG4bK74bf9a1c;rport
                Max-Forwards: 70
                From: "Alice" <sip:alice@example.org>;tag=9fxced76sl
                To: <sip:bob@example.org>
                Call-ID: 3848276298220188511@192.0.2.17
                CSeq: 20 INVITE
                Contact: <sip:alice@192.0.2.17:5062>
                Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE
                User-Agent: bench
                Content-Type: application/sdp
                Content-Length: %d

                """
                        .formatted(SDP.replace("\n", "\r\n").length()))
                .concat(SDP.replace("\n", "\r\n"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] register() {
        return wire("""
                REGISTER sip:example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.18:5064;branch=z9hG4bK8a2f1;rport
                Max-Forwards: 70
                From: <sip:bob@example.org>;tag=456248
                To: <sip:bob@example.org>
                Call-ID: 843817637684230@192.0.2.18
                CSeq: 1826 REGISTER
                Contact: <sip:bob@192.0.2.18:5064>;expires=3600
                User-Agent: bench
                Content-Length: 0

                """)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A response with our Via on top of the caller's. */
    static byte[] ringing(String branch) {
        return wire("""
                SIP/2.0 180 Ringing
                Via: SIP/2.0/UDP 198.51.100.1:5060;branch=%s
                Via: SIP/2.0/UDP 192.0.2.17:5062;branch=z9hG4bK74bf9a1c;rport=5062;received=192.0.2.17
                Record-Route: <sip:198.51.100.1:5060;lr>
                From: "Alice" <sip:alice@example.org>;tag=9fxced76sl
                To: <sip:bob@example.org>;tag=314159
                Call-ID: 3848276298220188511@192.0.2.17
                CSeq: 20 INVITE
                Contact: <sip:bob@192.0.2.18:5064>
                Content-Length: 0

                """
                        .formatted(branch))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The message in those bytes. */
    static SipMessage parsed(byte[] bytes) {
        if (SipParser.datagram(bytes, 0, bytes.length) instanceof Decoded.Complete complete) {
            return complete.message();
        }
        throw new IllegalStateException("a message of the benchmark does not parse");
    }

    private static String wire(String text) {
        return text.replace("\n", "\r\n");
    }
}
