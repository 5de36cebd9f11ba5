package org.p2psip.edge.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;

/**
 * Makes flow tokens and reads them (RFC 5626 section 5.2). A token is the base64url form of a head, the flow and a MAC
 * of 96 bits over both and the edge's address; so it is good at the edge that made it, and nowhere else. Two kinds:
 * that of a Path lets any request through to the phone; that of a Record-Route only those of its Call-ID, as the other
 * side of a call learns it.
 *
 * <p>A stream is named by its number and the run of the edge, as numbers start again with the process. A UDP flow is
 * named by its remote address alone: its token outlives a restart (the local address is the edge's one socket of that
 * IP version). For one thread.
 */
public final class FlowTokens {
    /** Longest token, in characters: a stream over IPv6. */
    public static final int MAX_LENGTH = 63;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "flow-token".getBytes(StandardCharsets.US_ASCII);
    private static final int MAC_BYTES = 12;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** The head: version, need, kind, IP version, and the transport in the lowest three. */
    private static final int VERSION = 0x20;

    private static final int VERSION_BITS = 0xa0;

    private static final int PREFERRED = 0x40;
    private static final int OF_DIALOG = 0x10;
    private static final int IPV6 = 0x08;
    private static final int TRANSPORT = 0x07;
    private static final Transport[] TRANSPORTS = {
        Transport.UDP, Transport.TCP, Transport.TLS, Transport.WS, Transport.WSS
    };

    private static final FlowToken FORGED = new FlowToken.Forged();

    private final Mac mac;
    private final byte[] edge;
    private final long run;

    /**
     * @param secret shared by the edges of a site
     * @param edge address of this edge, as the URIs with its tokens have it
     * @param run number of this run of the edge, which nobody has seen before
     */
    public FlowTokens(byte[] secret, String edge, long run) {
        try {
            Mac derive = Mac.getInstance(ALGORITHM);
            derive.init(new SecretKeySpec(secret, ALGORITHM));
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(derive.doFinal(PURPOSE), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
        this.edge = (edge + '\0').getBytes(StandardCharsets.UTF_8);
        this.run = run;
    }

    /** The token by which any request reaches whoever opened that flow. */
    public String ofPath(Flow flow, FlowNeed need) {
        return token(flow, need == FlowNeed.PREFERRED ? PREFERRED : 0, "");
    }

    /** The token by which requests with that Call-ID go to whoever opened that flow. */
    public String ofDialog(Flow flow, FlowNeed need, String callId) {
        return token(flow, need == FlowNeed.PREFERRED ? PREFERRED | OF_DIALOG : OF_DIALOG, callId);
    }

    private String token(Flow flow, int kind, String callId) {
        byte[] address = flow.remote().getAddress().getAddress();
        ByteBuffer content = ByteBuffer.allocate(1 + 2 * Long.BYTES + IPV6_BYTES + Short.BYTES + MAC_BYTES);
        int head = VERSION | kind | code(flow.transport()) | (address.length == IPV6_BYTES ? IPV6 : 0);
        content.put((byte) head);
        if (flow.transport().isReliable()) {
            content.putLong(run).putLong(flow.connection());
        }
        content.put(address).putShort((short) flow.remote().getPort());
        byte[] bytes = content.array();
        int length = content.position();
        System.arraycopy(mac(bytes, length, callId), 0, bytes, length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length + MAC_BYTES));
    }

    /**
     * Reads a token.
     *
     * @param callId that of the request which brought it
     * @param inDialog whether that request is inside a dialog
     */
    public FlowToken read(String token, String callId, boolean inDialog) {
        byte[] bytes = decode(token);
        if (bytes == null) {
            return FORGED;
        }
        int length = bytes.length - MAC_BYTES;
        boolean ofDialog = (bytes[0] & OF_DIALOG) != 0;
        byte[] right = Arrays.copyOf(mac(bytes, length, ofDialog ? callId : ""), MAC_BYTES);
        boolean isOurs = MessageDigest.isEqual(right, Arrays.copyOfRange(bytes, length, bytes.length));
        return isOurs && (inDialog || !ofDialog) ? flow(ByteBuffer.wrap(bytes, 0, length)) : FORGED;
    }

    private FlowToken flow(ByteBuffer content) {
        try {
            int head = content.get();
            int code = head & TRANSPORT;
            if (code >= TRANSPORTS.length) {
                return FORGED;
            }
            Transport transport = TRANSPORTS[code];
            boolean current = !transport.isReliable() || content.getLong() == run;
            long connection = transport.isReliable() ? content.getLong() : 0;
            byte[] address = new byte[(head & IPV6) == 0 ? IPV4_BYTES : IPV6_BYTES];
            content.get(address);
            int port = Short.toUnsignedInt(content.getShort());
            InetSocketAddress remote = new InetSocketAddress(InetAddress.getByAddress(address), port);
            Flow flow = new Flow(transport, remote, connection, Set.of());
            FlowNeed need = (head & PREFERRED) == 0 ? FlowNeed.ONLY : FlowNeed.PREFERRED;
            return current ? new FlowToken.Usable(flow, (head & OF_DIALOG) != 0, need) : new FlowToken.Gone(flow, need);
        } catch (BufferUnderflowException | UnknownHostException cutShort) {
            return FORGED;
        }
    }

    private byte[] mac(byte[] content, int length, String callId) {
        mac.update(edge);
        mac.update(content, 0, length);
        return mac.doFinal(callId.getBytes(StandardCharsets.UTF_8));
    }

    private static int code(Transport transport) {
        for (int i = 0; i < TRANSPORTS.length; i++) {
            if (TRANSPORTS[i] == transport) {
                return i;
            }
        }
        throw new IllegalArgumentException("No code for " + transport);
    }

    private static byte[] decode(String token) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            return bytes.length > MAC_BYTES && (bytes[0] & VERSION_BITS) == VERSION ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
