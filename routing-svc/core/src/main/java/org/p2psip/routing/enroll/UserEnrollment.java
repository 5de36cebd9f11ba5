package org.p2psip.routing.enroll;

import org.p2psip.routing.record.Aor;

/** What the enrollment rules say of a user. */
public sealed interface UserEnrollment {
    /** The user may be enrolled under this address of record. */
    record Allowed(Aor aor) implements UserEnrollment {}

    /** The user may not; the message says what was wrong, with which value, and what would be right. */
    record Refused(String message) implements UserEnrollment {}
}
