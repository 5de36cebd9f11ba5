package org.p2psip.relay.stun.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.PasswordAlgorithms;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Userhash;
import org.p2psip.relay.stun.attribute.Username;

/** The server's side of long-term credentials (RFC 8489 section 9.2.4), step by step. Owned by one thread. */
public final class LongTermCredentials {
    private static final Attribute OFFER = new PasswordAlgorithms(PasswordAlgorithm.OFFERED).encode();

    private final String realm;
    private final Nonces nonces;
    private final Supplier<Credentials> credentials;

    /**
     * @param realm at most 128 characters
     * @param credentials those of the moment
     */
    public LongTermCredentials(String realm, Nonces nonces, Supplier<Credentials> credentials) {
        this.realm = realm;
        this.nonces = nonces;
        this.credentials = credentials;
    }

    /** What a request turned out to be. */
    public sealed interface Verdict {
        /**
         * Its sender has the password.
         *
         * @param username as the request names or hashes it
         * @param account whom quotas count it for
         * @param integrity how the answer is to be signed
         * @param key for that
         */
        record Authentic(String username, String account, MessageIntegrity integrity, byte[] key) implements Verdict {
            /** The answer, signed as the request was. */
            public StunMessage sign(StunMessage answer) {
                return integrity.sign(answer, key);
            }
        }

        /**
         * To be answered so, without integrity.
         *
         * @param error 400, 401 or 438
         * @param attributes what the client needs for another try; nothing with 400
         */
        record Refused(ErrorCode error, List<Attribute> attributes) implements Verdict {}
    }

    /** What a request says of its sender, before anything of it is believed. */
    private record Claim(String nonce, MessageIntegrity integrity, PasswordAlgorithm algorithm) {}

    /**
     * @param request as decoded from the datagram
     * @param datagram from its position to its limit
     * @param epochSeconds now
     */
    public Verdict judge(StunMessage request, ByteBuffer datagram, InetAddress client, long epochSeconds) {
        Optional<MessageIntegrity> integrity = integrity(request);
        if (integrity.isEmpty()) {
            return challenge(ErrorCode.UNAUTHENTICATED, client, epochSeconds);
        }
        Optional<String> nonce =
                request.first(Nonce.TYPE).flatMap(Nonce::decode).map(Nonce::text);
        boolean named = request.first(Username.TYPE).isPresent()
                || request.first(Userhash.TYPE).isPresent();
        Optional<PasswordAlgorithm> algorithm = algorithm(request);
        if (nonce.isEmpty() || !named || request.first(Realm.TYPE).isEmpty() || algorithm.isEmpty()) {
            return new Verdict.Refused(ErrorCode.BAD_REQUEST, List.of());
        }
        Claim claim = new Claim(nonce.get(), integrity.get(), algorithm.get());
        return switch (nonces.judge(claim.nonce(), client, epochSeconds)) {
            case EXPIRED, FOREIGN -> challenge(ErrorCode.STALE_NONCE, client, epochSeconds);
            case FRESH ->
                authentic(request, datagram, claim, epochSeconds)
                        .orElseGet(() -> challenge(ErrorCode.UNAUTHENTICATED, client, epochSeconds));
        };
    }

    private Optional<Verdict> authentic(StunMessage request, ByteBuffer datagram, Claim claim, long epochSeconds) {
        Credentials known = credentials.get();
        boolean ours = request.first(Realm.TYPE)
                .flatMap(Realm::decode)
                .filter(given -> given.text().equals(realm))
                .isPresent();
        Optional<String> username = username(request, known);
        if (!ours || username.isEmpty()) {
            return Optional.empty();
        }
        for (byte[] key : known.keys(username.get(), claim.algorithm(), epochSeconds)) {
            if (claim.integrity().verify(datagram, key)) {
                return Optional.of(
                        new Verdict.Authentic(username.get(), known.account(username.get()), claim.integrity(), key));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> username(StunMessage request, Credentials known) {
        Optional<Attribute> name = request.first(Username.TYPE);
        return name.isPresent()
                ? name.flatMap(Username::decode).map(Username::text)
                : request.first(Userhash.TYPE).flatMap(Userhash::decode).flatMap(known::username);
    }

    /** The one that counts: the stronger where both are there. */
    private static Optional<MessageIntegrity> integrity(StunMessage request) {
        if (request.first(MessageIntegrity.SHA256.type()).isPresent()) {
            return Optional.of(MessageIntegrity.SHA256);
        }
        return request.first(MessageIntegrity.SHA1.type()).map(present -> MessageIntegrity.SHA1);
    }

    /** Empty when the client's choice is none of the offer, or its copy of the offer was tampered with. */
    private static Optional<PasswordAlgorithm> algorithm(StunMessage request) {
        Optional<Attribute> copy = request.first(PasswordAlgorithms.TYPE);
        Optional<Attribute> choice = request.first(PasswordAlgorithms.CHOICE_TYPE);
        if (copy.isEmpty() && choice.isEmpty()) {
            return Optional.of(PasswordAlgorithm.MD5);
        }
        return copy.filter(OFFER::equals)
                .flatMap(same -> choice)
                .flatMap(PasswordAlgorithms::decode)
                .map(PasswordAlgorithms::numbers)
                .filter(numbers -> numbers.size() == 1)
                .flatMap(numbers -> PasswordAlgorithm.of(numbers.getFirst()));
    }

    private Verdict challenge(ErrorCode error, InetAddress client, long epochSeconds) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Realm(realm).encode());
        attributes.add(new Nonce(nonces.issue(client, epochSeconds)).encode());
        attributes.add(OFFER);
        return new Verdict.Refused(error, attributes);
    }
}
