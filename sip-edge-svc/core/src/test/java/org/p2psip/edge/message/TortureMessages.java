package org.p2psip.edge.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The messages of RFC 4475, and how tests read messages. */
final class TortureMessages {
    static final List<String> ALL = List.of(
            """
            wsinv intmeth esc01 escnull esc02 lwsdisp longreq dblreq semiuri transports
            mpart01 unreason noreason badinv01 clerr ncl scalar02 scalarlg quotbal ltgtruri
            lwsruri lwsstart trws escruri baddate regbadct badaspec baddn badvers mismatch01
            mismatch02 bigcode badbranch insuf unkscm novelsc unksm2 bext01 invut regaut01
            multi01 mcl01 bcast zeromf cparam01 cparam02 regescrt sdp01 inv2543
            """
                    .trim()
                    .split("\\s+"));

    private TortureMessages() {}

    static byte[] bytes(String name) {
        try (InputStream file = TortureMessages.class.getResourceAsStream("/rfc4475/" + name + ".dat")) {
            if (file == null) {
                throw new IllegalArgumentException("No torture message " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Decoded datagram(byte[] bytes) {
        return SipParser.datagram(bytes.clone(), 0, bytes.length);
    }

    static Decoded datagram(String text) {
        return datagram(latin1(text));
    }

    static SipMessage message(byte[] bytes) {
        if (datagram(bytes) instanceof Decoded.Complete complete) {
            return complete.message();
        }
        throw new AssertionError(datagram(bytes) + " for " + text(bytes));
    }

    static SipMessage message(String text) {
        return message(latin1(text));
    }

    static SipMessage torture(String name) {
        return message(bytes(name));
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
