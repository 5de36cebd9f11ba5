package org.p2psip.routing.service.watch;

import java.util.List;
import org.p2psip.proto.v1.RegistrationEvent;

/** The changes that this site commits; read only while somebody watches. */
public interface RegistrationFeed {
    /** Who is told; on any thread, one call at a time. */
    interface Listener {
        /** From now on changes are told; what was before is not known. Comes again after each gap. */
        void live();

        /** Changes cannot be read for now; {@code live} tells the end of that. */
        void lost();

        void changed(List<RegistrationEvent> changes);
    }

    /** Begins to read; returns at once. */
    void start(Listener listener);

    /** Ends to read; returns at once. The listener may be told something for a moment. */
    void stop();
}
