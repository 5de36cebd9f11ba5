package org.p2psip.edge.service.settings;

/** A configured value that the edge does not start with. The message is one line for the operator. */
public final class SettingRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line that names key, value and what would be right */
    public SettingRefused(String message) {
        super(message);
    }

    /**
     * @param key the full key
     * @param value as it was given
     * @param allowed what would be right, starting with "must"
     */
    public SettingRefused(String key, Object value, String allowed) {
        this(key + " is \"" + value + "\": it " + allowed);
    }
}
