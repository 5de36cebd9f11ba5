package org.p2psip.edge.protect;

import java.util.List;
import org.p2psip.edge.AddressRange;

/**
 * How an edge defends itself.
 *
 * @param requestsPerSecond of a source, outside of dialogs, for long; 0 for any number
 * @param burst of them at once, at least 1
 * @param sources that are remembered, at least 8; the one that was quiet the longest makes room
 * @param trusted sources that no rate holds for and that are never banned
 * @param bans when a source is banned
 * @param maxLagMillis lag of the event loop above which new requests are refused; 0 for never
 */
public record ProtectConfig(
        int requestsPerSecond, int burst, int sources, List<AddressRange> trusted, Bans bans, int maxLagMillis) {
    public ProtectConfig {
        trusted = List.copyOf(trusted);
    }

    /**
     * When a source is banned, and for how long. A number of 0 is for never.
     *
     * @param seconds that a ban lasts, at least 1
     * @param windowSeconds in which offences are counted
     * @param authenticationFailures in a window
     * @param unknownUsers requests for users that do not exist, in a window
     * @param malformed messages in a window
     * @param unverified whether UDP datagrams count whose source has not shown that it gets our answers; anybody can
     *     then have anybody banned
     * @param scanners how the User-Agent of scanners starts, in lower case; their requests are never answered
     * @param limit bans at a time; the oldest makes room
     */
    public record Bans(
            int seconds,
            int windowSeconds,
            int authenticationFailures,
            int unknownUsers,
            int malformed,
            boolean unverified,
            List<String> scanners,
            int limit) {
        public Bans {
            scanners = List.copyOf(scanners);
        }

        int threshold(Offence offence) {
            return switch (offence) {
                case AUTHENTICATION -> authenticationFailures;
                case UNKNOWN_USER -> unknownUsers;
                case MALFORMED -> malformed;
                case SCANNER -> 1;
            };
        }
    }

    /** Nothing is limited, nobody is banned. */
    public static ProtectConfig off() {
        return new ProtectConfig(0, 1, 8, List.of(), new Bans(1, 1, 0, 0, 0, false, List.of(), 1), 0);
    }
}
