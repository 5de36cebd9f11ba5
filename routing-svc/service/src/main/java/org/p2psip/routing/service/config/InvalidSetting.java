package org.p2psip.routing.service.config;

/** A setting that stops the start; the message is the one line for the operator. */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param key the whole key, "p2psip.grpc.port"
     * @param value as it was given
     * @param allowed what would be right
     */
    public InvalidSetting(String key, String value, String allowed) {
        super("Invalid configuration: " + key + " is '" + value + "', expected " + allowed);
    }
}
