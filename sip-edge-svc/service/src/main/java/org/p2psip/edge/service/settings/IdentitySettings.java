package org.p2psip.edge.service.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.p2psip.edge.Aor;
import org.p2psip.edge.policy.IdentityConfig;

/** The checked key {@code p2psip.may-act-for}. */
final class IdentitySettings {
    private static final String KEY = "p2psip.may-act-for";

    private IdentitySettings() {}

    static IdentityConfig of(List<String> written, Set<String> domains) {
        Map<Aor, Set<Aor>> others = new HashMap<>();
        for (String entry : written) {
            int equals = entry.indexOf('=');
            Aor user = equals < 0 ? null : address(entry.substring(0, equals));
            Aor other = equals < 0 ? null : address(entry.substring(equals + 1));
            if (user == null || other == null) {
                throw new SettingRefused(
                        KEY, entry, "must be USER=ADDRESS, such as pbx@example.org=*@example.org, separated by commas");
            }
            if (!user.host().equals(other.host()) || !domains.contains(user.host())) {
                throw new SettingRefused(KEY, entry, "must name a user and an address of one own domain");
            }
            others.computeIfAbsent(user, none -> new HashSet<>()).add(other);
        }
        return new IdentityConfig(others);
    }

    /** USER@DOMAIN; null when it is none. */
    static Aor address(String text) {
        String address = text.strip();
        int at = address.lastIndexOf('@');
        return at < 1 || at == address.length() - 1
                ? null
                : new Aor(address.substring(0, at), address.substring(at + 1).toLowerCase(Locale.ROOT));
    }
}
