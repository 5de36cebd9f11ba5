package org.p2psip.edge.service.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.protect.ProtectConfig;

/** What {@code p2psip.protect} says, checked. */
final class ProtectSettings {
    private static final String KEY = "p2psip.protect.";
    private static final int DAY_SECONDS = 86_400;
    private static final int MILLION = 1_000_000;

    private ProtectSettings() {}

    /** Checks every value. Throws {@link SettingRefused} for the first that is wrong. */
    static ProtectConfig of(EdgeProperties.Protect p) {
        inRange("requests-per-second", p.requestsPerSecond(), 0, MILLION);
        inRange("burst", p.burst(), 1, MILLION);
        inRange("sources", p.sources(), 8, 1 << 24);
        inRange("max-lag-ms", p.maxLagMs(), 0, 60_000);
        return new ProtectConfig(
                p.requestsPerSecond(),
                p.burst(),
                p.sources(),
                ranges(KEY + "trusted", p.trusted().orElse(List.of())),
                bans(p.ban()),
                p.maxLagMs());
    }

    private static ProtectConfig.Bans bans(EdgeProperties.Ban b) {
        inRange("ban.seconds", b.seconds(), 1, 30 * DAY_SECONDS);
        inRange("ban.window-seconds", b.windowSeconds(), 1, DAY_SECONDS);
        inRange("ban.authentication-failures", b.authenticationFailures(), 0, MILLION);
        inRange("ban.unknown-users", b.unknownUsers(), 0, MILLION);
        inRange("ban.malformed", b.malformed(), 0, MILLION);
        inRange("ban.limit", b.limit(), 1, MILLION);
        List<String> scanners = new ArrayList<>();
        for (String name : b.scanners().orElse(List.of())) {
            if (name.isBlank()) {
                throw new SettingRefused(
                        KEY + "ban.scanners", name, "must name how a User-Agent starts; nothing would be every one");
            }
            scanners.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return new ProtectConfig.Bans(
                b.seconds(),
                b.windowSeconds(),
                b.authenticationFailures(),
                b.unknownUsers(),
                b.malformed(),
                b.unverified(),
                scanners,
                b.limit());
    }

    private static List<AddressRange> ranges(String key, List<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(AddressRange.parse(text.strip())
                    .orElseThrow(() -> new SettingRefused(
                            key,
                            text,
                            "must be addresses or ranges such as 192.0.2.0/24, without bits behind the prefix, separated"
                                    + " by commas")));
        }
        return ranges;
    }

    private static void inRange(String key, long value, long least, long most) {
        EdgeSettings.inRange(KEY + key, value, least, most);
    }
}
