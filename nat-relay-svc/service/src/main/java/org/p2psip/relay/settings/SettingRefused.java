package org.p2psip.relay.settings;

import io.quarkus.runtime.configuration.ConfigurationException;

/** A value that is not allowed: the start ends with key, value and what would be right. */
public final class SettingRefused extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    public SettingRefused(String key, Object value, String allowed) {
        super(key + " \"" + value + "\" is refused (allowed: " + allowed + ")");
    }
}
