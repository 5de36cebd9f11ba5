package org.p2psip.routing.service.enrollment;

import org.p2psip.proto.v1.Error;

/** How the enrollment of a user went. */
sealed interface Enrolled {
    /** The user's credentials are stored. */
    record Stored(boolean created) implements Enrolled {}

    /** Nothing was changed, or it is not known whether it was. */
    record Failed(Error error) implements Enrolled {}
}
