package org.p2psip.client;

import org.p2psip.proto.v1.RegistrationEvent;

/** Is told of what is watched; on the client's own thread, so it has to return at once. */
public interface WatchListener {
    /** What is watched was changed. */
    void changed(RegistrationEvent change);

    /** Changes may have been missed: what is watched is to be read again. Comes first, and after each gap. */
    void resync();

    /** The overlay refuses the watch; nothing more comes. */
    void refused(OverlayException why);
}
