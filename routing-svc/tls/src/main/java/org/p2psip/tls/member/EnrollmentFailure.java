package org.p2psip.tls.member;

/** An enrollment server does not answer, or refuses. The message is for people. */
public final class EnrollmentFailure extends Exception {
    private static final long serialVersionUID = 1;

    public EnrollmentFailure(String message) {
        super(message);
    }
}
