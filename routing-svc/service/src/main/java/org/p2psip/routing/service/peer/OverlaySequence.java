package org.p2psip.routing.service.peer;

import jakarta.inject.Singleton;
import org.p2psip.routing.service.authority.EnrollmentThread;

/**
 * The sequence of the overlay's configuration (RFC 6940 section 11.1): it grows with each change that is spread. The
 * configuration that a peer starts with is the first; each step of a roll-over of the CA is a change.
 */
@Singleton
public final class OverlaySequence {
    private static final int FIRST = 1;

    private final EnrollmentThread enrollment;

    OverlaySequence(EnrollmentThread enrollment) {
        this.enrollment = enrollment;
    }

    /** The present one. */
    public int current() {
        return FIRST + enrollment.steps();
    }
}
