package org.p2psip.routing.service.config;

/** The service cannot start as it is set up; the message is for who starts it, and one line. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param key the whole key, "p2psip.grpc.port"
     * @param value as it was given
     * @param allowed what the value may be
     */
    public static StartRefused setting(String key, String value, String allowed) {
        return new StartRefused(key + " is \"" + value + "\"; allowed is " + allowed);
    }
}
