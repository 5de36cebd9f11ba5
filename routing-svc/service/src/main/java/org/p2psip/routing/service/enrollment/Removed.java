package org.p2psip.routing.service.enrollment;

import org.p2psip.proto.v1.Error;

/** How the removal of a user went. */
sealed interface Removed {
    /** The user is gone, and so are its bindings. */
    record Gone(int bindings) implements Removed {}

    /** The user was not enrolled, or storage did not do it. */
    record Failed(Error error) implements Removed {}
}
