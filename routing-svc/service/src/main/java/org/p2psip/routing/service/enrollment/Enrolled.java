package org.p2psip.routing.service.enrollment;

import com.google.protobuf.ByteString;
import java.util.List;
import org.p2psip.proto.v1.Error;

/** How the enrollment of a user went. */
sealed interface Enrolled {
    /**
     * The user's credentials are stored.
     *
     * @param chain its certificate, where one was asked for, and that of the CA
     */
    record Stored(boolean created, List<ByteString> chain) implements Enrolled {
        public Stored {
            chain = List.copyOf(chain);
        }
    }

    /** Nothing was changed, or it is not known whether it was. */
    record Failed(Error error) implements Enrolled {}
}
