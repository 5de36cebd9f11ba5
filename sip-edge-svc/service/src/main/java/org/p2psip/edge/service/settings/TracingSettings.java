package org.p2psip.edge.service.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** Checks what {@code p2psip.tracing} says; OpenTelemetry is what uses it. */
public final class TracingSettings {
    private static final String KEY = "p2psip.tracing.";

    private TracingSettings() {}

    /** Checks every value, also while tracing is off. Throws {@link SettingRefused} for the first that is wrong. */
    public static void check(EdgeProperties.Tracing t) {
        if (!isCollector(t.endpoint())) {
            throw new SettingRefused(
                    KEY + "endpoint", t.endpoint(), "must be the URL of a collector, such as http://localhost:4317");
        }
        if (!(t.ratio() >= 0 && t.ratio() <= 1)) { // what is no number is neither
            throw new SettingRefused(KEY + "ratio", t.ratio(), "must be 0 to 1");
        }
    }

    private static boolean isCollector(String url) {
        try {
            URI uri = new URI(url.strip());
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
