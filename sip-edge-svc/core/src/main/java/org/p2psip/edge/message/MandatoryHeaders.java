package org.p2psip.edge.message;

import org.p2psip.edge.message.StartLine.Fault;

/**
 * What every message must have (RFC 3261 8.1.1, 8.2.6.2): read once, so that nobody behind the parser has to ask
 * whether it is there.
 */
final class MandatoryHeaders {
    private static final int MAX_MAX_FORWARDS = 255;
    private static final Header[] ONCE = {
        Header.FROM, Header.TO, Header.CALL_ID, Header.CSEQ, Header.MAX_FORWARDS, Header.CONTENT_LENGTH
    };

    private MandatoryHeaders() {}

    /** Reads them into the message; returns the first that breaks the grammar, null when none does. */
    static Fault read(SipMessage message) {
        String via = firstValue(message, Header.VIA);
        Via topVia = via == null ? null : Via.parse(via).orElse(null);
        if (via != null && topVia == null) {
            // A response needs no more than where to go
            message.readMandatory(Via.parseSentBy(via), null, null, null, null, -1);
            return malformed("Via");
        }
        message.readMandatory(topVia, null, null, null, null, -1);
        NameAddr from = address(message, Header.FROM);
        NameAddr to = address(message, Header.TO);
        String callId = message.header(Header.CALL_ID);
        int cseqLine = message.index().next(Header.CSEQ, 0);
        CSeq cseq = cseqLine < 0 ? null : cseq(message, cseqLine);
        int hopsLine = message.index().next(Header.MAX_FORWARDS, 0);
        int maxForwards = hopsLine < 0 ? -1 : maxForwards(message, hopsLine);
        if (from == null && message.count(Header.FROM) > 0) {
            return malformed("From");
        }
        if (to == null && message.count(Header.TO) > 0) {
            return malformed("To");
        }
        if (callId != null && !isCallId(callId)) {
            return malformed("Call-ID");
        }
        if (cseqLine >= 0 && cseq == null) {
            return malformed("CSeq");
        }
        if (hopsLine >= 0 && maxForwards < 0) {
            return malformed("Max-Forwards");
        }
        if (message.isRequest() && cseq != null && !cseq.method().equals(message.method())) {
            // What is unknown gets 501 when it has to be refused anyway (RFC 4475 3.1.2.18)
            boolean known = KnownWords.isMethod(message.method());
            return new Fault(known ? 400 : 501, "CSeq has another method than the request");
        }
        message.readMandatory(topVia, from, to, callId, cseq, maxForwards);
        return null;
    }

    /** What is missing or there more than once; null when nothing is. */
    static Fault missingOrRepeated(SipMessage message) {
        if (message.topVia() == null) {
            return missing(Header.VIA);
        }
        for (Header header : ONCE) {
            int count = message.count(header);
            if (count > 1) {
                return new Fault(400, "More than one " + header.canonicalName());
            }
            if (count == 0 && header != Header.MAX_FORWARDS && header != Header.CONTENT_LENGTH) {
                return missing(header);
            }
        }
        return null;
    }

    private static CSeq cseq(SipMessage message, int line) {
        byte[] bytes = message.bytes();
        int start = message.index().valueStart(line);
        int end = message.index().valueEnd(line);
        return Grammar.isUnfolded(bytes, start, end)
                ? CSeq.read(bytes, start, end)
                : CSeq.parse(message.value(line)).orElse(null);
    }

    private static int maxForwards(SipMessage message, int line) {
        HeaderIndex index = message.index();
        return (int) Grammar.decimal(message.bytes(), index.valueStart(line), index.valueEnd(line), MAX_MAX_FORWARDS);
    }

    private static Fault malformed(String name) {
        return new Fault(400, name + " is malformed");
    }

    private static Fault missing(Header header) {
        return new Fault(400, "No " + header.canonicalName());
    }

    private static String firstValue(SipMessage message, Header header) {
        String line = message.header(header);
        int comma = line == null ? -1 : Grammar.comma(line, 0);
        return comma < 0 ? line : line.substring(0, comma).trim();
    }

    private static NameAddr address(SipMessage message, Header header) {
        String value = message.header(header);
        return value == null ? null : NameAddr.read(value);
    }

    // Wider than the grammar's word, which leaves out only a few marks
    private static boolean isCallId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
