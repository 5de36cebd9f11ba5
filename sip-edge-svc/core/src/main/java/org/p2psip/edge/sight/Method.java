package org.p2psip.edge.sight;

/** The methods that are counted by name (RFC 3261 and its extensions); all others are one. */
public enum Method {
    ACK,
    BYE,
    CANCEL,
    INFO,
    INVITE,
    MESSAGE,
    NOTIFY,
    OPTIONS,
    PRACK,
    PUBLISH,
    REFER,
    REGISTER,
    SUBSCRIBE,
    UPDATE,
    OTHER;

    private static final Method[] ALL = values();

    /** The method of that name. */
    public static Method of(String name) {
        return switch (name) {
            case "ACK" -> ACK;
            case "BYE" -> BYE;
            case "CANCEL" -> CANCEL;
            case "INFO" -> INFO;
            case "INVITE" -> INVITE;
            case "MESSAGE" -> MESSAGE;
            case "NOTIFY" -> NOTIFY;
            case "OPTIONS" -> OPTIONS;
            case "PRACK" -> PRACK;
            case "PUBLISH" -> PUBLISH;
            case "REFER" -> REFER;
            case "REGISTER" -> REGISTER;
            case "SUBSCRIBE" -> SUBSCRIBE;
            case "UPDATE" -> UPDATE;
            default -> OTHER;
        };
    }

    /** The method that a request of ours starts with. */
    static Method startingWith(byte[] request) {
        for (Method method : ALL) {
            if (method != OTHER && method.starts(request)) {
                return method;
            }
        }
        return OTHER;
    }

    private boolean starts(byte[] request) {
        String name = name();
        int length = name.length();
        if (request.length <= length || request[length] != ' ') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (request[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
