package org.p2psip.edge.service.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.regevent.RegEventConfig;

/** The checked keys under {@code p2psip.reg-event}. */
final class RegEventSettings {
    private static final int DAY_SECONDS = 86_400;
    private static final int MOST_SUBSCRIPTIONS = 1_000_000;

    private RegEventSettings() {}

    static RegEventConfig of(EdgeProperties.RegEvent written, Set<String> domains) {
        Set<Aor> watchers = new HashSet<>();
        for (String text : written.watchers().orElse(List.of())) {
            Aor watcher = IdentitySettings.address(text);
            if (watcher == null || !domains.contains(watcher.host())) {
                throw new SettingRefused(
                        "p2psip.reg-event.watchers",
                        text,
                        "must be users of own domains, such as operator@example.org, separated by commas");
            }
            watchers.add(watcher);
        }
        int least = written.minExpiresSeconds();
        EdgeSettings.inRange("p2psip.reg-event.min-expires-seconds", least, 1, DAY_SECONDS);
        EdgeSettings.inRange(
                "p2psip.reg-event.max-expires-seconds", written.maxExpiresSeconds(), least, 30L * DAY_SECONDS);
        EdgeSettings.inRange("p2psip.reg-event.subscriptions", written.subscriptions(), 1, MOST_SUBSCRIPTIONS);
        return new RegEventConfig(watchers, least, written.maxExpiresSeconds(), written.subscriptions());
    }
}
