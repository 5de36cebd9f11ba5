package org.p2psip.routing.service.enrollment;

import org.p2psip.proto.v1.Error;

/** How the removal, disabling or enabling of a user went. */
sealed interface Removed {
    /** It is done, and so many bindings ended with it. */
    record Gone(int bindings) implements Removed {}

    /** The user is not enrolled, or storage did not do it. */
    record Failed(Error error) implements Removed {}
}
