package org.p2psip.routing.record;

/** Bounds of a Send. */
public final class SendRules {
    /** Characters of the name of an application. */
    public static final int APPLICATION_LIMIT = 64;
    /** Bytes of a body. */
    public static final int BODY_LIMIT = 65_536;

    private SendRules() {}

    /** Checks the application's name and the length of the body in bytes. */
    public static Verdict message(String application, int bodyBytes) {
        if (application.isEmpty() || application.length() > APPLICATION_LIMIT) {
            return Verdict.invalid("the application's name has " + application.length() + " characters, expected 1 to "
                    + APPLICATION_LIMIT);
        }
        return bodyBytes <= BODY_LIMIT
                ? Verdict.ACCEPTED
                : new Verdict.Refused(
                        Verdict.Reason.MESSAGE_TOO_LARGE,
                        "the body has " + bodyBytes + " bytes, at most " + BODY_LIMIT + " are allowed");
    }
}
