package org.p2psip.routing.service.authority;

/** What an enrollment server is asked for; a label of its metrics. */
public enum EnrollmentCall {
    ENROLL,
    RENEW,
    TOKEN,
    USER,
    REVOKE,
    LISTS,
    ROLL_OVER
}
