package org.p2psip.relay.turn.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.p2psip.relay.turn.attribute.AddressFamily;

/** Ports that EVEN-PORT kept for a second allocation (RFC 8656 section 7.2), by their tokens. Any thread may ask. */
public final class Reservations {
    /** At least so long must a reservation hold. */
    public static final long LIFETIME_SECONDS = 30;

    private final Map<Long, Reserved> byToken = new ConcurrentHashMap<>();
    private final RandomGenerator random;

    /**
     * @param port taken, and its taker's to give back
     * @param account that it is kept for
     */
    public record Reserved(AddressFamily family, int port, String account, long expiresAtNanos) {}

    /**
     * @param random that nobody can guess
     */
    public Reservations(RandomGenerator random) {
        this.random = random;
    }

    /** The token of it. */
    public long keep(Reserved reserved) {
        while (true) {
            long token = random.nextLong();
            if (byToken.putIfAbsent(token, reserved) == null) {
                return token;
            }
        }
    }

    /** Takes it, once; empty when the token is none, somebody else's, or too old. */
    public Optional<Reserved> take(long token, String account, long nowNanos) {
        Reserved reserved = byToken.get(token);
        boolean good = reserved != null
                && reserved.account().equals(account)
                && reserved.expiresAtNanos() - nowNanos > 0
                && byToken.remove(token, reserved);
        return good ? Optional.of(reserved) : Optional.empty();
    }

    /** Gives up those that nobody came for. */
    public void expire(long nowNanos, Map<AddressFamily, RelayPorts> ports) {
        byToken.forEach((token, reserved) -> {
            if (reserved.expiresAtNanos() - nowNanos <= 0 && byToken.remove(token, reserved)) {
                ports.get(reserved.family()).release(reserved.port());
            }
        });
    }
}
